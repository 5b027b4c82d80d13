namespace Thaw.Tests;

/// <summary>The folder that holds the solution, found upwards from the test assembly.</summary>
internal static class RepositoryRoot
{
    public static string Folder { get; } = Find();

    /// <summary>A path below the root.</summary>
    public static string Combine(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No Pipeline.sln above '{AppContext.BaseDirectory}'.");
    }
}
