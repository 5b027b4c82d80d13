using System.Text.RegularExpressions;

namespace Thaw.Tests.ArchitectureRules;

/// <summary>Pointers, intrinsics and calls into native code live in Kernels and in the GPU device alone.</summary>
internal static partial class UnsafeRule
{
    /// <summary>What is wrong with some files, a line each.</summary>
    public static IEnumerable<string> Violations(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.LibraryFolder != FolderOrderRule.Kernels && !file.Path.StartsWith("src/Thaw.Cuda/", StringComparison.Ordinal)
        from Match match in Forbidden().Matches(file.Code)
        select $"{file.Path}: '{match.Value}' belongs into Kernels";

    [GeneratedRegex(@"\bunsafe\b|\bRuntime\s*\.\s*Intrinsics\b|\bVector(64|128|256|512)\b|(?<!\.)\bUnsafe\s*\.|\bNativeMemory\b|\bDllImport\b|\bLibraryImport\b|\bMarshal\s*\.")]
    private static partial Regex Forbidden();
}
