using System.Text.RegularExpressions;
using Thaw.Images;

namespace Thaw.Cli.Runs;

/// <summary>Which pictures were taken from the same thing, as <see cref="SplitOptions.GroupPattern"/> says.</summary>
internal static class FileGroups
{
    /// <summary>With fewer groups, drawing groups with replacement says nothing of the spread, and pictures are drawn instead.</summary>
    public const int Least = 10;

    /// <summary>A group a file, or null for files of their own.</summary>
    /// <param name="files">The files.</param>
    /// <param name="pattern">Finds the group in the last part of a name; null takes what the set says.</param>
    /// <exception cref="ImageSetException">The pattern is no regular expression or takes too long.</exception>
    public static string?[] Of(IEnumerable<ImageFile> files, string? pattern)
    {
        if (pattern is null)
            return [.. files.Select(file => file.Group)];
        try
        {
            var regex = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(2));
            return [.. files.Select(file => GroupOf(regex, file.Name))];
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new ImageSetException($"The group pattern '{pattern}' takes too long on a file name; make it simpler.", e);
        }
        catch (ArgumentException e)
        {
            throw new ImageSetException($"The group pattern '{pattern}' is not a regular expression: {e.Message}", e);
        }
    }

    /// <summary>The groups where there are enough of them to resample; null otherwise.</summary>
    public static IReadOnlyList<string>? Enough(IReadOnlyList<string?> groups) =>
        groups.All(group => group is not null) && groups.Distinct().Count() >= Least ? [.. groups.Select(group => group!)] : null;

    private static string? GroupOf(Regex regex, string name)
    {
        Match match = regex.Match(name[(name.LastIndexOf('/') + 1)..]);
        Group found = match.Groups.Count > 1 ? match.Groups[1] : match;
        return found is { Success: true, Length: > 0 } ? found.Value : null;
    }
}
