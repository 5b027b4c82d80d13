using System.Text.RegularExpressions;

namespace Thaw.Tests.ArchitectureRules;

/// <summary>
/// A folder of the library uses only folders above it in the list; all may use Kernels, which uses nothing. A file's namespace
/// is that of its folder.
/// </summary>
internal static partial class FolderOrderRule
{
    public const string Kernels = "Kernels";

    /// <summary>The folders in their order; each may use those before it.</summary>
    public static IReadOnlyList<string> Order { get; } =
        ["Images", "Tensors", "Networks", "Weights", "Evaluation", "Training", "Comparison", "Packaging", "Serving", "Reports"];

    /// <summary>What is wrong with some files of the library, a line each.</summary>
    public static IEnumerable<string> Violations(IReadOnlyList<SourceFile> files)
    {
        ILookup<string, string> types = files
            .Where(file => file.LibraryFolder is not null)
            .SelectMany(file => TypeName().Matches(file.Code).Select(match => (file.LibraryFolder, Type: match.Groups[1].Value)))
            .ToLookup(item => item.LibraryFolder!, item => item.Type);
        return files.SelectMany(file => Violations(file, types));
    }

    private static IEnumerable<string> Violations(SourceFile file, ILookup<string, string> types)
    {
        if (file.LibraryFolder is not { } folder)
        {
            yield return $"{file.Path}: stands in no folder of the library";
            yield break;
        }
        int rank = Rank(folder);
        if (rank == int.MaxValue)
            yield return $"{file.Path}: the folder {folder} has no place in the order";
        string expected = "Thaw." + string.Join('.', file.Path.Split('/')[2..^1]);
        foreach (Match match in Namespace().Matches(file.Code))
        {
            if (match.Groups[1].Value != expected)
                yield return $"{file.Path}: its namespace is {match.Groups[1].Value}, not {expected}";
        }
        // Thaw.Other anywhere (a using or a full name), and Other.Type, which the common parent namespace would resolve
        foreach (string other in Order.Append(Kernels).Where(other => Rank(other) > rank && other != folder))
        {
            bool qualified = Regex.IsMatch(file.Code, $@"\bThaw\s*\.\s*{other}\b");
            bool relative = Regex.Matches(file.Code, $@"(?<![\w.]){other}\s*\.\s*(\w+)").Any(match => types[other].Contains(match.Groups[1].Value));
            if (qualified || relative)
                yield return $"{file.Path}: {folder} must not use {other}";
        }
    }

    /// <summary>Below all for Kernels, which all may use; above all for a folder that is not listed.</summary>
    private static int Rank(string folder)
    {
        if (folder == Kernels)
            return -1;
        int index = Order.ToList().IndexOf(folder);
        return index < 0 ? int.MaxValue : index;
    }

    [GeneratedRegex(@"\bnamespace\s+([\w.]+)")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(?:record\s+struct|record\s+class|class|struct|interface|enum|record|delegate\s+[\w<>\[\],?]+)\s+(\w+)")]
    private static partial Regex TypeName();
}
