namespace Thaw.Benchmarks;

/// <summary>The folder that holds the solution, found upwards from this program.</summary>
internal static class Repository
{
    private const string Solution = "Pipeline.sln";

    /// <summary>A path below it.</summary>
    /// <exception cref="FailureException">The program does not stand below a solution.</exception>
    public static string Combine(params string[] parts)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return Path.Combine([folder.FullName, .. parts]);
        }
        throw new FailureException($"No {Solution} stands above '{AppContext.BaseDirectory}'; run this from a clone.");
    }
}
