namespace Thaw.Weights.Store;

/// <summary>The rules for names of stored backbones: they are names of folders on any system, and never a path.</summary>
internal static class BackboneName
{
    /// <summary>The longest name.</summary>
    public const int MaxLength = 64;

    /// <summary>What is wrong with a name, as one line; null where nothing is.</summary>
    public static string? Objection(string name)
    {
        if (name.Length is 0 or > MaxLength || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            || !char.IsAsciiLetterOrDigit(name[0]) || name[^1] == '.')
        {
            return $"A backbone's name has 1 to {MaxLength} letters, digits, '-', '_' and '.', begins with a letter or digit and does not end with '.'; "
                + $"got '{(name.Length > MaxLength ? name[..MaxLength] + "..." : name)}'.";
        }
        if (IsDevice(name.Split('.')[0]))
            return $"'{name}' is the name of a device on Windows; choose another.";
        return BackboneStore.Names.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"'{name}' is built in; choose another name." : null;
    }

    private static bool IsDevice(string stem) =>
        stem.ToUpperInvariant() is "CON" or "PRN" or "AUX" or "NUL" or ['C', 'O', 'M', >= '0' and <= '9'] or ['L', 'P', 'T', >= '0' and <= '9'];
}
