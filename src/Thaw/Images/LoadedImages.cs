using System.Globalization;
using System.Security.Cryptography;

namespace Thaw.Images;

/// <summary>
/// The readable pictures of a set, decoded and brought to the size that a network sees, held in memory: three bytes a pixel,
/// so 12 kB a picture at 64x64 and 150 kB at 224x224.
/// </summary>
public sealed class LoadedImages
{
    private readonly PixelStore _store;
    private readonly int[] _slots;
    private readonly string[] _hashes;

    private LoadedImages(
        ImageSet set, int width, int height, PixelStore store, int[] slots, string[] hashes, IReadOnlyList<SkippedFile> skipped)
    {
        _store = store;
        _slots = slots;
        _hashes = hashes;
        Classes = set.Classes;
        Width = width;
        Height = height;
        Files = slots.Select(slot => set.Files[slot]).ToArray();
        Skipped = skipped;
        Duplicates = FindDuplicates();
    }

    /// <summary>Names of the classes, as in <see cref="ImageSet.Classes"/>.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Width of every picture in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of every picture in pixels.</summary>
    public int Height { get; }

    /// <summary>Number of readable pictures.</summary>
    public int Count => _slots.Length;

    /// <summary>The readable files, in the order of the set.</summary>
    public IReadOnlyList<ImageFile> Files { get; }

    /// <summary>The files that could not be read, in the order of the set.</summary>
    public IReadOnlyList<SkippedFile> Skipped { get; }

    /// <summary>Pictures that stand in the set more than once, in the order of their first file.</summary>
    public IReadOnlyList<DuplicateGroup> Duplicates { get; }

    /// <summary>
    /// A picture's pixels, RGB, rows from the top: <c>3 * Width * Height</c> bytes, valid as long as this object lives.
    /// </summary>
    /// <param name="index">Index into <see cref="Files"/>.</param>
    public ReadOnlySpan<byte> Pixels(int index) => _store.Block(_slots[index]);

    /// <summary>SHA-256 of a picture's <see cref="Pixels"/> in lower-case hexadecimal digits.</summary>
    /// <param name="index">Index into <see cref="Files"/>.</param>
    public string ContentHash(int index) => _hashes[index];

    /// <summary>The <see cref="Duplicates"/> that have files in more than one part of a split.</summary>
    /// <param name="split">A split of these pictures.</param>
    public IReadOnlyList<DuplicateGroup> DuplicatesAcross(ImageSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        return Duplicates.Where(group => group.Indices.Select(split.PartOf).Distinct().Count() > 1).ToArray();
    }

    /// <summary>Reads, decodes and resizes all pictures of a set.</summary>
    /// <param name="set">The files.</param>
    /// <param name="width">Width to bring pictures to, at least 1; the aspect ratio is not kept.</param>
    /// <param name="height">Height to bring pictures to, at least 1.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="ImageSetException">
    /// Too many files cannot be read, no picture of a class can, or the pictures do not fit into memory.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LoadedImages Load(
        ImageSet set, int width, int height, LoadOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        options ??= new LoadOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        int count = set.Files.Count;
        long bytes = 3L * width * height;
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > int.MaxValue || bytes * count > available)
            throw new ImageSetException($"{count} pictures at {width}x{height} need {Gigabytes(bytes * count)} of memory, more than the {Gigabytes(available)} that there are; use a smaller picture size.");

        var store = new PixelStore(count, (int)bytes);
        string?[] hashes = new string?[count];
        string?[] reasons = new string?[count];
        int done = 0;
        var parallel = new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads,
        };
        Parallel.For(0, count, parallel, i =>
        {
            reasons[i] = TryRead(set.Files[i].Path, width, height, options.Filter, store.Block(i));
            if (reasons[i] is null)
                hashes[i] = Convert.ToHexStringLower(SHA256.HashData(store.Block(i)));
            options.Progress?.Report(Interlocked.Increment(ref done));
        });

        int[] readable = Enumerable.Range(0, count).Where(i => reasons[i] is null).ToArray();
        SkippedFile[] skipped = Enumerable.Range(0, count).Where(i => reasons[i] is not null)
            .Select(i => new SkippedFile(set.Files[i].Name, reasons[i]!)).ToArray();
        Check(set, readable, skipped, options);
        return new LoadedImages(set, width, height, store, readable, readable.Select(i => hashes[i]!).ToArray(), skipped);
    }

    /// <summary>Pictures that the caller has decoded and brought to size; no file is read.</summary>
    /// <param name="set">What they are called, and their labels: one file a picture.</param>
    /// <param name="pictures">As many as files, in their order, all of one size. Copied.</param>
    /// <exception cref="ArgumentException">There are more or fewer pictures than files, or two of different sizes.</exception>
    public static LoadedImages Of(ImageSet set, IReadOnlyList<Picture> pictures)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Count != set.Files.Count || pictures.Count == 0)
            throw new ArgumentException($"Expected {set.Files.Count} pictures, one a file and at least one, got {pictures.Count}.", nameof(pictures));
        int width = pictures[0].Width, height = pictures[0].Height;
        if (pictures.FirstOrDefault(picture => picture.Width != width || picture.Height != height) is { } other)
            throw new ArgumentException($"Expected pictures of one size, got {width}x{height} and {other.Width}x{other.Height}.", nameof(pictures));
        var store = new PixelStore(pictures.Count, 3 * width * height);
        for (int i = 0; i < pictures.Count; i++)
            pictures[i].Pixels.CopyTo(store.Block(i));
        string[] hashes = [.. Enumerable.Range(0, pictures.Count).Select(i => Convert.ToHexStringLower(SHA256.HashData(store.Block(i))))];
        return new LoadedImages(set, width, height, store, [.. Enumerable.Range(0, pictures.Count)], hashes, []);
    }

    /// <summary>Reads one file; returns why it could not, or null.</summary>
    private static string? TryRead(string path, int width, int height, ResizeFilter filter, Span<byte> target)
    {
        try
        {
            PictureReader.Read(File.ReadAllBytes(path), width, height, filter, target);
            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "The file does not exist.";
        }
        catch (Exception e) when (e is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            return e.Message.ReplaceLineEndings(" ");
        }
    }

    private static void Check(ImageSet set, int[] readable, SkippedFile[] skipped, LoadOptions options)
    {
        string reasons = string.Join("; ", skipped.Take(3).Select(file => $"'{file.Name}': {file.Reason.TrimEnd('.')}"));
        if (skipped.Length > options.MaxUnreadableFraction * set.Files.Count)
        {
            string limit = options.MaxUnreadableFraction.ToString("0.#%", CultureInfo.InvariantCulture);
            throw new ImageSetException($"{skipped.Length} of the {set.Files.Count} files in '{set.Root}' are not readable pictures, more than the {limit} allowed: {reasons}.");
        }
        var seen = readable.Select(i => set.Files[i].Label).ToHashSet();
        for (int label = 0; label < set.Classes.Count; label++)
        {
            if (!seen.Contains(label))
                throw new ImageSetException($"No picture of the class '{set.Classes[label]}' in '{set.Root}' is readable: {reasons}.");
        }
    }

    private DuplicateGroup[] FindDuplicates() =>
        Enumerable.Range(0, Count)
            .GroupBy(i => _hashes[i], StringComparer.Ordinal)
            .Where(group => group.Skip(1).Any())
            .Select(group => new DuplicateGroup(group.ToArray(), group.Select(i => Files[i].Label).Distinct().Count() > 1))
            .ToArray();

    private static string Gigabytes(long bytes) => (bytes / 1e9).ToString("0.0", CultureInfo.InvariantCulture) + " GB";
}
