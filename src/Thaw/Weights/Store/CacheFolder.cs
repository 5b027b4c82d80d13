namespace Thaw.Weights.Store;

/// <summary>
/// Where Thaw keeps what can be had again: the environment variable THAW_CACHE if it is set, or else <c>thaw</c> below the platform's folder for
/// caches: XDG_CACHE_HOME or <c>~/.cache</c> on Linux (XDG Base Directory Specification), <c>~/Library/Caches</c> on macOS, LOCALAPPDATA on Windows.
/// </summary>
internal static class CacheFolder
{
    /// <summary>The environment variable that goes before all else.</summary>
    public const string Variable = "THAW_CACHE";

    private const string Own = "thaw";

    /// <summary>The full path; null where nothing says where it is. It need not exist.</summary>
    public static string? Find() => Find(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        OperatingSystem.IsWindows(), OperatingSystem.IsMacOS());

    /// <summary>As the other overload, on another machine.</summary>
    /// <param name="variable">Gives the value of an environment variable, null or empty where it is not set.</param>
    /// <param name="home">The user's own folder; empty where there is none.</param>
    /// <param name="isWindows">Whether it is Windows.</param>
    /// <param name="isMacOS">Whether it is macOS.</param>
    internal static string? Find(Func<string, string?> variable, string home, bool isWindows, bool isMacOS)
    {
        if (variable(Variable) is { Length: > 0 } own)
            return Path.GetFullPath(own);
        if (isWindows)
            return variable("LOCALAPPDATA") is { Length: > 0 } local ? Path.Combine(local, Own) : null;
        // The specification: a path that is not absolute is to be ignored
        if (!isMacOS && variable("XDG_CACHE_HOME") is { Length: > 0 } caches && Path.IsPathRooted(caches))
            return Path.Combine(caches, Own);
        if (home.Length == 0)
            return null;
        return isMacOS ? Path.Combine(home, "Library", "Caches", Own) : Path.Combine(home, ".cache", Own);
    }
}
