namespace Thaw.Tests.ArchitectureRules;

/// <summary>A C# file of the repository, or one that a test makes up.</summary>
/// <param name="Path">From the repository's root, with <c>/</c> between its parts.</param>
/// <param name="Text">All of it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>Without comments and without the text of strings.</summary>
    public string Code { get; } = SourceText.CodeOf(Text);

    /// <summary>The folder below <c>src/Thaw</c> that the file is in, or null.</summary>
    public string? LibraryFolder => Path.Split('/') is ["src", "Thaw", var folder, _, ..] ? folder : null;

    /// <summary>Every file below a top folder, without what builds leave there.</summary>
    public static IReadOnlyList<SourceFile> Below(string top)
    {
        string root = RepositoryRoot.Folder;
        return Directory.EnumerateFiles(RepositoryRoot.Combine(top), "*.cs", SearchOption.AllDirectories)
            .Select(path => (Full: path, Name: System.IO.Path.GetRelativePath(root, path).Replace('\\', '/')))
            .Where(file => !file.Name.Contains("/obj/", StringComparison.Ordinal) && !file.Name.Contains("/bin/", StringComparison.Ordinal))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new SourceFile(file.Name, File.ReadAllText(file.Full)))
            .ToArray();
    }
}
