using System.Globalization;

namespace Thaw.Cli.Recipes;

/// <summary>What somebody set, by the settings' names, read as what it should be.</summary>
internal sealed class SettingValues
{
    private readonly Dictionary<string, SettingValue> _values = new(StringComparer.Ordinal);

    /// <summary>Sets a value, or replaces it.</summary>
    public void Set(string name, SettingValue value) => _values[name] = value;

    /// <summary>Forgets a value.</summary>
    public void Remove(string name) => _values.Remove(name);

    /// <summary>Takes all values of another, which go before those here.</summary>
    public void Override(SettingValues other)
    {
        foreach ((string name, SettingValue value) in other._values)
            _values[name] = value;
    }

    /// <summary>The names that are set.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>The value of a setting; null where it is not set or empty.</summary>
    public SettingValue? this[string name] => _values.TryGetValue(name, out SettingValue value) && !value.IsEmpty ? value : null;

    public SettingValue? this[Setting setting] => this[setting.Name];

    /// <summary>Text; null where it is not set.</summary>
    public string? Text(Setting setting) => this[setting]?.Text();

    /// <summary>A whole number in a range.</summary>
    public int Whole(string name, int fallback, int least, int most = int.MaxValue)
    {
        if (this[name] is not { } value)
            return fallback;
        if (int.TryParse(value.Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            return number;
        string range = most == int.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}";
        throw value.Expected(range);
    }

    public int Whole(Setting setting, int fallback, int least, int most = int.MaxValue) => Whole(setting.Name, fallback, least, most);

    /// <summary>A seed: a whole number from 0 up.</summary>
    public ulong Seed(Setting setting, ulong fallback) => this[setting] is { } value ? SeedOf(value) : fallback;

    /// <summary>A seed.</summary>
    public static ulong SeedOf(SettingValue value) =>
        ulong.TryParse(value.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number
            : throw value.Expected("a seed, which is a whole number of at least 0");

    /// <summary>A number for which a condition holds.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="fallback">Where it is not set.</param>
    /// <param name="holds">What must hold of it; NaN and infinity never pass.</param>
    /// <param name="range">The condition in words, such as <c>above 0</c>.</param>
    public double Number(string name, double fallback, Func<double, bool> holds, string range)
    {
        if (this[name] is not { } value)
            return fallback;
        return double.TryParse(value.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) && holds(number)
            ? number
            : throw value.Expected("a number " + range);
    }

    public double Number(Setting setting, double fallback, Func<double, bool> holds, string range) => Number(setting.Name, fallback, holds, range);

    /// <summary>True or false.</summary>
    public bool Flag(string name, bool fallback) => this[name] is not { } value ? fallback : value.Text() switch
    {
        "true" or "True" or "yes" or "on" => true,
        "false" or "False" or "no" or "off" => false,
        _ => throw value.Expected("true or false"),
    };

    public bool Flag(Setting setting, bool fallback = false) => Flag(setting.Name, fallback);
}
