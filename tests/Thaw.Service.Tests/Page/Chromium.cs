namespace Thaw.Service.Tests.Page;

/// <summary>The browser that this machine has.</summary>
internal static class Chromium
{
    private const string Variable = "CHROMIUM";

    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Its file; null where there is none.</summary>
    public static string? Path { get; } = Places.Prepend(Environment.GetEnvironmentVariable(Variable)).FirstOrDefault(File.Exists);

    /// <summary>Why tests that need it are left out; null where they run.</summary>
    public static string? Absence { get; } = Path is null
        ? $"No Chromium at {string.Join(", ", Places)}: install it (apt-get install chromium) or name its file in the environment variable {Variable}."
        : null;
}

/// <summary>A test that needs Chromium; without one it is told as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.Absence;
}

/// <summary>Tests that need Chromium; without one they are told as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = Chromium.Absence;
}
