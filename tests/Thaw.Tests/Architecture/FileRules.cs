using System.Text.RegularExpressions;

namespace Thaw.Tests.ArchitectureRules;

/// <summary>Rules about single files and about the settings of the build.</summary>
internal static partial class FileRules
{
    /// <summary>A file has fewer lines than this.</summary>
    public const int MostLines = 400;

    /// <summary>Files that are too long, a line each.</summary>
    public static IEnumerable<string> TooLong(IReadOnlyList<SourceFile> files) =>
        from file in files
        let lines = file.Text.AsSpan().TrimEnd('\n').Count('\n') + 1
        where lines >= MostLines
        select $"{file.Path}: has {lines} lines; fewer than {MostLines} are allowed";

    /// <summary>Files that switch off the compiler's demand for documentation, or for clean nullable code.</summary>
    public static IEnumerable<string> SwitchedOff(IReadOnlyList<SourceFile> files) =>
        from file in files
        from Match match in Pragma().Matches(file.Code)
        select $"{file.Path}: '{match.Value}' switches off a rule that all of the source keeps";

    /// <summary>Project settings that switch off documentation or make warnings pass.</summary>
    public static IEnumerable<string> LaxSettings(string path, string settings) =>
        from Match match in Lax().Matches(settings)
        select $"{path}: '{match.Value}' weakens the build";

    [GeneratedRegex(@"#pragma\s+warning\s+disable\b[^\n]*\b(CS)?(1591|1573|86\d\d)\b|#nullable\s+disable|#pragma\s+warning\s+disable\s*(?=\n|$)")]
    private static partial Regex Pragma();

    [GeneratedRegex(@"<NoWarn>[^<]*1591|<TreatWarningsAsErrors>\s*false|<GenerateDocumentationFile>\s*false|<Nullable>\s*disable")]
    private static partial Regex Lax();
}
