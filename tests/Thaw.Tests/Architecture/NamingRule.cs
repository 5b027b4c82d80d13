using System.Text.RegularExpressions;

namespace Thaw.Tests.ArchitectureRules;

/// <summary>No folder, file or type is named by a word that says nothing about what is in it.</summary>
internal static partial class NamingRule
{
    private static readonly string[] Empty =
        ["Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Common", "Manager", "Managers", "Misc"];

    /// <summary>What is wrong with some files, a line each.</summary>
    public static IEnumerable<string> Violations(IReadOnlyList<SourceFile> files) =>
        from file in files
        let names = file.Path.Split('/', '.').Concat(TypeName().Matches(file.Code).Select(match => match.Groups[1].Value))
        from name in names.Distinct()
        from word in Words().Matches(name).Select(match => match.Value)
        where Empty.Contains(word, StringComparer.OrdinalIgnoreCase)
        select $"{file.Path}: '{name}' holds the empty word '{word}'";

    [GeneratedRegex(@"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Words();

    [GeneratedRegex(@"\b(?:record\s+struct|record\s+class|class|struct|interface|enum|record)\s+(\w+)")]
    private static partial Regex TypeName();
}
