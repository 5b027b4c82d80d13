namespace Thaw.Benchmarks.Serve;

/// <summary>The pictures that are asked for.</summary>
internal static class PictureFiles
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".bmp"];

    /// <summary>All below a folder, in an order that mixes its folders.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static IReadOnlyList<string> In(string folder)
    {
        if (!Directory.Exists(folder))
            throw new UsageException($"--photos: there is no folder '{folder}'.");
        string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .OrderBy(Path.GetFileName, StringComparer.Ordinal).ThenBy(file => file, StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new UsageException($"--photos: '{folder}' holds no JPEG, PNG or BMP.");
    }
}
