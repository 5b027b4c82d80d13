using Thaw.Images.Listing;
using Thaw.Images.Png;

namespace Thaw.Images.Drawing;

/// <summary>Writes folders of drawn pictures: data to try things on where no photographs are at hand.</summary>
public static class DrawnData
{
    private static readonly DrawnSeries[] Series =
    [
        new("surfaces", "concrete, plaster and asphalt, cracked and intact", "cracked", "intact", DrawnSurfaces.Draw),
    ];

    /// <summary>The names that <see cref="Write"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = Series.Select(series => series.Name).ToArray();

    /// <summary>One line about a set.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ImageSetException">There is no such set.</exception>
    public static string Describe(string name) => Find(name).Description;

    /// <summary>
    /// Draws a set into a folder with one sub-folder of PNG files a class, which <see cref="ImageSet"/> lists. The folder
    /// appears when all of it is written, or not at all.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">Where to write; must be missing or empty.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Stops the drawing; nothing is left behind.</param>
    /// <returns>The number of pictures written.</returns>
    /// <exception cref="ImageSetException">There is no such set, or the folder is not empty or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static int Write(string name, string folder, DrawnDataOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        DrawnSeries series = Find(name);
        options ??= new DrawnDataOptions();
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string partial = $"{target}.partial-{Environment.ProcessId}";
        try
        {
            if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
                throw new ImageSetException($"'{folder}' is not an empty folder; name one that is missing or empty.");
            DrawAll(series, partial, options, cancellation);
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

    private static void DrawAll(DrawnSeries series, string folder, DrawnDataOptions options, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(folder, series.Defect));
        Directory.CreateDirectory(Path.Combine(folder, series.Sound));
        int digits = Math.Max(3, (options.PerClass - 1).ToString(System.Globalization.CultureInfo.InvariantCulture).Length);
        try
        {
            Parallel.For(0, 2 * options.PerClass, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                bool defect = i % 2 == 1;
                string number = (i / 2).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(digits, '0');
                using FileStream file = File.Create(Path.Combine(folder, defect ? series.Defect : series.Sound, $"{series.Name}-{number}.png"));
                file.Write(PngEncoder.Encode(series.Draw(i / 2, defect, options.Seed, options.Size)));
                file.Flush(flushToDisk: true);
            });
        }
        catch (AggregateException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            throw new IOException(e.InnerException.Message, e);
        }
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
