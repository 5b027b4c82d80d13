using System.Globalization;
using Thaw.Images;
using Thaw.Serving;

namespace Thaw.Cli.Runs;

/// <summary>
/// Where heat maps of pictures go: <c>NAME.explain.png</c>, or <c>NAME-2.explain.png</c> and so on where several pictures have one name. A heat map that Thaw wrote
/// before is replaced; any other file of such a name is not.
/// </summary>
internal sealed class HeatMapFiles
{
    private const string Ending = ".explain.png";
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly string? _folder;

    /// <summary>Chooses a name for each picture; nothing is written yet.</summary>
    /// <param name="pictures">The pictures' paths; one that stands twice gets one heat map.</param>
    /// <param name="folder">Where the heat maps go; null for the current folder.</param>
    /// <exception cref="FailureException">Another file is in the way, or the folder's name is a file's.</exception>
    public HeatMapFiles(IEnumerable<string> pictures, string? folder)
    {
        _folder = folder;
        if (folder is not null && File.Exists(folder))
            throw new FailureException($"'{folder}' is a file; --explain-out expects a folder, which is made where it does not exist.");
        string[] all = [.. pictures.Distinct(StringComparer.Ordinal)];
        // File systems that do not tell capitals apart are common; and no picture that is still to be read is written over
        var used = new HashSet<string>(all.Select(Path.GetFullPath), StringComparer.OrdinalIgnoreCase);
        foreach (string picture in all)
        {
            string path = Free(Path.GetFileNameWithoutExtension(picture), used);
            if (Directory.Exists(path) || (File.Exists(path) && !IsHeatMap(path)))
                throw new FailureException($"'{path}' is no heat map that Thaw wrote, so it is not replaced; move it, or choose another folder with --explain-out.");
            _paths[picture] = path;
        }
    }

    /// <summary>Writes a picture's heat map, whole or not at all.</summary>
    /// <param name="picture">One of the pictures.</param>
    /// <param name="png">The file.</param>
    /// <returns>Its path.</returns>
    public string Write(string picture, byte[] png)
    {
        if (_folder is not null)
            Directory.CreateDirectory(_folder);
        AtomicFile.Write(_paths[picture], stream => stream.Write(png));
        return _paths[picture];
    }

    /// <summary>Whether a file is a heat map that Thaw wrote, by its name and its content.</summary>
    public static bool IsHeatMap(string file)
    {
        if (!file.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
            return false;
        using FileStream stream = File.OpenRead(file);
        byte[] begin = new byte[256];
        return Explanation.IsExplanation(begin.AsSpan(0, stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false)));
    }

    private string Free(string name, HashSet<string> used)
    {
        for (int number = 1; ; number++)
        {
            string file = (number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}")) + Ending;
            string path = _folder is null ? file : Path.Combine(_folder, file);
            if (used.Add(Path.GetFullPath(path)))
                return path;
        }
    }
}
