using System.Globalization;
using System.Text;
using Thaw.Cli.Recipes;
using Thaw.Images;

namespace Thaw.Cli.Runs;

/// <summary>The folder of a run, held by one process at a time.</summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>The resolved recipe in a run folder.</summary>
    public const string RecipeFileName = "run.yaml";

    private const string Root = "runs", LockFileName = "run.lock";
    private readonly FileStream _lock;

    private RunFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The folder as it was asked for, or <c>runs/NAME</c>.</summary>
    public string Path { get; }

    /// <summary>Where a run will be written; nothing is made yet.</summary>
    /// <param name="name">The run's name.</param>
    /// <param name="run">Whether it resumes, and what folder was asked for.</param>
    /// <exception cref="FailureException">The folder that was asked for cannot be used.</exception>
    public static string Choose(string name, RunSettings run)
    {
        if (run.Out is { } asked)
        {
            if (File.Exists(asked))
                throw new FailureException($"'{asked}' is a file; --out expects a folder that is empty or not there yet.");
            if (!run.Resume && Directory.Exists(asked) && Directory.EnumerateFileSystemEntries(asked).Any())
                throw new FailureException($"The folder '{asked}' is not empty; add --resume to finish the run in it, or choose another --out.");
            return asked;
        }
        int last = Numbers(name).DefaultIfEmpty(0).Max();
        return (last, run.Resume) switch
        {
            (0, _) => PathOf(name, 1),
            (_, true) => PathOf(name, last),
            _ => PathOf(name, last + 1),
        };
    }

    /// <summary>Makes and holds the folder, and writes the recipe into it, first of all.</summary>
    /// <param name="name">The run's name.</param>
    /// <param name="run">Whether it resumes, and what folder was asked for.</param>
    /// <param name="recipe">The resolved recipe.</param>
    /// <exception cref="FailureException">Another process holds it, or the run in it has another recipe.</exception>
    public static RunFolder Open(string name, RunSettings run, string recipe)
    {
        string path = Choose(name, run);
        Directory.CreateDirectory(path);
        FileStream held = Hold(path);
        try
        {
            string file = System.IO.Path.Combine(path, RecipeFileName);
            if (File.Exists(file) && Difference(File.ReadAllText(file), recipe) is { } difference)
                throw new FailureException($"The run in '{path}' {difference}; 'thaw run {file} --resume' finishes it as it began, or choose another --out.");
            AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(recipe)));
            return new RunFolder(path, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose() => _lock.Dispose();

    // Which of the folders name, name-2, name-3, ... there are
    private static IEnumerable<int> Numbers(string name)
    {
        if (!Directory.Exists(Root))
            yield break;
        foreach (string entry in Directory.EnumerateFileSystemEntries(Root))
        {
            string other = System.IO.Path.GetFileName(entry);
            if (other == name)
                yield return 1;
            else if (other.StartsWith(name + "-", StringComparison.Ordinal)
                && int.TryParse(other.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 2)
                yield return number;
        }
    }

    private static string PathOf(string name, int number) =>
        System.IO.Path.Combine(Root, number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));

    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockFileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
                FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (e.HResult is 11 or 35 or unchecked((int)0x80070020) || e.Message.Contains("being used", StringComparison.Ordinal))
        {
            throw new FailureException($"Another process is working in '{path}'; wait for it, or choose another --out.");
        }
    }

    // Seeds may be added to a run, and splits to one of several; all else must be as it was
    private static string? Difference(string before, string now)
    {
        string[] old = Lines(before), next = Lines(now);
        for (int i = 0; i < Math.Max(old.Length, next.Length); i++)
        {
            string was = i < old.Length ? old[i].Trim() : "nothing more", isNow = i < next.Length ? next[i].Trim() : "nothing more";
            if (was != isNow)
                return $"has '{was}' where this recipe has '{isNow}'";
        }
        return null;
    }

    private static string[] Lines(string text) =>
    [
        .. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#' && !line.StartsWith("seeds:", StringComparison.Ordinal))
            .Select(line => line.StartsWith("splits:", StringComparison.Ordinal) ? "splits: several" : line),
    ];
}
