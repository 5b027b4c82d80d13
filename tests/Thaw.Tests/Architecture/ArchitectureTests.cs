namespace Thaw.Tests.ArchitectureRules;

/// <summary>The rules of the design, kept by every source file of the repository.</summary>
public class ArchitectureTests
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> Source = new(() => SourceFile.Below("src"));
    private static readonly Lazy<IReadOnlyList<SourceFile>> Everything = new(() => [.. Source.Value, .. SourceFile.Below("tests")]);

    [Fact]
    public void The_source_is_found()
    {
        Assert.True(Source.Value.Count > 100, $"Only {Source.Value.Count} source files below '{RepositoryRoot.Folder}'.");
        Assert.Contains(Source.Value, file => file.Path == "src/Thaw/Images/Picture.cs");
        Assert.Contains(Everything.Value, file => file.Path == "tests/Thaw.Tests/Architecture/ArchitectureTests.cs");
    }

    [Fact]
    public void Folders_use_only_folders_above_them() =>
        None(FolderOrderRule.Violations([.. Source.Value.Where(file => file.Path.StartsWith("src/Thaw/", StringComparison.Ordinal))]));

    [Fact]
    public void Pointers_and_intrinsics_live_in_kernels() => None(UnsafeRule.Violations(Source.Value));

    [Fact]
    public void Names_say_something() => None(NamingRule.Violations(Everything.Value));

    [Fact]
    public void Files_are_short() => None(FileRules.TooLong(Everything.Value));

    [Fact]
    public void Nothing_public_goes_undocumented()
    {
        None(FileRules.SwitchedOff(Source.Value));
        string[] settings = [.. Directory.GetFiles(RepositoryRoot.Combine("src"), "*.csproj", SearchOption.AllDirectories),
            RepositoryRoot.Combine("Directory.Build.props")];
        Assert.True(settings.Length > 2);
        None(settings.SelectMany(path => FileRules.LaxSettings(path, File.ReadAllText(path))));
        string shared = File.ReadAllText(settings[^1]);
        Assert.Contains("<GenerateDocumentationFile>true", shared, StringComparison.Ordinal);
        Assert.Contains("<TreatWarningsAsErrors>true", shared, StringComparison.Ordinal);
    }

    [Fact]
    public void The_console_app_sees_public_types_alone()
    {
        string project = File.ReadAllText(RepositoryRoot.Combine("src", "Thaw", "Thaw.csproj"));
        Assert.Contains("InternalsVisibleTo Include=\"Thaw.Tests\"", project, StringComparison.Ordinal);
        Assert.Contains("InternalsVisibleTo Include=\"Thaw.Benchmarks\"", project, StringComparison.Ordinal);
        Assert.Equal(3, project.Split("InternalsVisibleTo").Length);
        Assert.DoesNotContain(Source.Value, file => file.Code.Contains("InternalsVisibleTo", StringComparison.Ordinal));
    }

    private static void None(IEnumerable<string> violations) => Assert.Equal("", string.Join('\n', violations));
}
