using Thaw.Images.Listing;
using Thaw.Images.Png;

namespace Thaw.Images.Drawing;

/// <summary>Writes folders of drawn pictures: data to try things on where no photographs are at hand.</summary>
public static class DrawnData
{
    private static readonly DrawnSeries[] Series =
    [
        new("surfaces", "concrete, plaster and asphalt, intact and cracked", "intact", "cracked", null,
            (index, second, seed, size, _) => DrawnSurfaces.Draw(index, second, seed, size)),
        new("near", "boxes and round bodies, as in photographs unless a distance is set", "boxes", "round", 0,
            (index, second, seed, size, distance) => DrawnNear.Draw(index, boxes: !second, seed, size, distance)),
        new("far", "closed and open loops, an abstract pattern unless a distance is set", "closed", "open", 1, DrawnFar.Draw),
    ];

    /// <summary>The names that <see cref="Write"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = Series.Select(series => series.Name).ToArray();

    /// <summary>One line about a set.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ImageSetException">There is no such set.</exception>
    public static string Describe(string name) => Find(name).Description;

    /// <summary>The two class folders of a set, the first class first.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ImageSetException">There is no such set.</exception>
    public static IReadOnlyList<string> ClassesOf(string name) => [Find(name).First, Find(name).Second];

    /// <summary>Whether a set's distance from photographs can be set, by <see cref="DrawnDataOptions.Distance"/>.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ImageSetException">There is no such set.</exception>
    public static bool HasDistance(string name) => Find(name).Distance is not null;

    /// <summary>Draws one picture of a set: the same that <see cref="Write"/> puts into the file of that number.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">Null for the defaults; <see cref="DrawnDataOptions.PerClass"/> does not matter.</param>
    /// <param name="picture">Its number in its class, 0 or more.</param>
    /// <param name="isSecondClass">Of which of <see cref="ClassesOf"/> it is.</param>
    /// <returns>A new picture; the same bytes for the same arguments on every machine. May be called from many threads at once.</returns>
    /// <exception cref="ImageSetException">There is no such set, or a distance is set and the set has no dial.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static Picture Draw(string name, DrawnDataOptions? options, int picture, bool isSecondClass)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(picture);
        DrawnSeries series = Find(name);
        options ??= new DrawnDataOptions();
        return series.Draw(picture, isSecondClass, options.Seed, options.Size, DistanceOf(series, options));
    }

    /// <summary>
    /// Draws a set into a folder with one sub-folder of PNG files a class, which <see cref="ImageSet"/> lists. The folder
    /// appears when all of it is written, or not at all.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">Where to write; must be missing or empty.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Stops the drawing; nothing is left behind.</param>
    /// <returns>The number of pictures written.</returns>
    /// <exception cref="ImageSetException">There is no such set, a distance is set and the set has no dial, or the folder is not empty or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static int Write(string name, string folder, DrawnDataOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        DrawnSeries series = Find(name);
        options ??= new DrawnDataOptions();
        float distance = DistanceOf(series, options);
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string partial = $"{target}.partial-{Environment.ProcessId}";
        try
        {
            if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
                throw new ImageSetException($"'{folder}' is not an empty folder; name one that is missing or empty.");
            DrawAll(series, partial, options, distance, cancellation);
            if (Directory.Exists(target))
                Directory.Delete(target);
            Directory.Move(partial, target);
            return 2 * options.PerClass;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageSetException($"Cannot write pictures to '{folder}': {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
        }
    }

    private static void DrawAll(DrawnSeries series, string folder, DrawnDataOptions options, float distance, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(folder, series.First));
        Directory.CreateDirectory(Path.Combine(folder, series.Second));
        int digits = Math.Max(3, (options.PerClass - 1).ToString(System.Globalization.CultureInfo.InvariantCulture).Length);
        try
        {
            Parallel.For(0, 2 * options.PerClass, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                bool second = i % 2 == 1;
                string number = (i / 2).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(digits, '0');
                using FileStream file = File.Create(Path.Combine(folder, second ? series.Second : series.First, $"{series.Name}-{number}.png"));
                file.Write(PngEncoder.Encode(series.Draw(i / 2, second, options.Seed, options.Size, distance)));
                file.Flush(flushToDisk: true);
            });
        }
        catch (AggregateException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            throw new IOException(e.InnerException.Message, e);
        }
    }

    private static float DistanceOf(DrawnSeries series, DrawnDataOptions options)
    {
        if (options.Distance is not { } distance)
            return series.Distance ?? 0;
        if (series.Distance is null)
            throw new ImageSetException($"The set '{series.Name}' has no distance to set; those that have one are: {string.Join(", ", Names.Where(HasDistance))}.");
        return (float)distance;
    }

    private static DrawnSeries Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        DrawnSeries? found = Array.Find(Series, series => series.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is not null)
            return found;
        string near = Series.MinBy(series => NearNames.Distance(series.Name, name))!.Name;
        string hint = NearNames.Distance(near, name) <= 3 ? $" Did you mean '{near}'?" : "";
        throw new ImageSetException($"No drawn set is called '{name}'; expected one of: {string.Join(", ", Names)}.{hint}");
    }
}
