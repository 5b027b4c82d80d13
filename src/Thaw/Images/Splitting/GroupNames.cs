using System.Text.RegularExpressions;

namespace Thaw.Images.Splitting;

/// <summary>Finds the group of every file: by a pattern over the file's name, or as the set gives it.</summary>
public static class GroupNames
{
    /// <summary>Finds the groups.</summary>
    /// <param name="files">The files.</param>
    /// <param name="pattern">As <see cref="SplitOptions.GroupPattern"/>; null takes the groups that the set gives.</param>
    /// <returns>A group a file, or null for a file of its own; never null with a pattern.</returns>
    /// <exception cref="ImageSetException">The pattern is no regular expression, takes too long, or finds nothing in a name.</exception>
    public static IReadOnlyList<string?> Find(IReadOnlyList<ImageFile> files, string? pattern)
    {
        if (pattern is null)
            return files.Select(file => file.Group).ToArray();
        string?[] groups;
        try
        {
            var regex = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(2));
            groups = files.Select(file => Of(regex, file.Name)).ToArray();
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new ImageSetException($"The group pattern '{pattern}' takes too long on a file name; make it simpler.", e);
        }
        catch (ArgumentException e)
        {
            throw new ImageSetException($"The group pattern '{pattern}' is not a regular expression: {e.Message}", e);
        }
        int without = groups.Count(group => group is null);
        if (without > 0)
        {
            string example = files[Array.IndexOf(groups, null)].Name;
            throw new ImageSetException($"The group pattern '{pattern}' finds no group in {without} of {files.Count} file names, for example in '{example}'.");
        }
        return groups;
    }

    private static string? Of(Regex regex, string name)
    {
        Match match = regex.Match(name[(name.LastIndexOf('/') + 1)..]);
        if (!match.Success)
            return null;
        Group found = match.Groups.Count > 1 ? match.Groups[1] : match;
        return found is { Success: true, Length: > 0 } ? found.Value : null;
    }
}
