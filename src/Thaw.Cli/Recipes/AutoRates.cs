using System.Globalization;
using Thaw.Training.Rates;

namespace Thaw.Cli.Recipes;

/// <summary>Learning rates that are a number or <c>auto</c>: to be found before the trials.</summary>
internal static class AutoRates
{
    private const string Word = "auto";

    private static (RateKind Kind, Setting Setting)[] Kinds { get; } =
        [(RateKind.Head, Settings.HeadRate), (RateKind.Block, Settings.BlockRate), (RateKind.Tuning, Settings.TuningRate), (RateKind.Gentle, Settings.GentleRate)];

    /// <summary>Which rates are to be found: those that say so, and where <c>lr</c> does, those that say nothing.</summary>
    public static IReadOnlyList<RateKind> Of(SettingValues values) =>
        [.. Kinds.Where(kind => (values[kind.Setting] ?? values[Settings.Rate]) is { } value && value.Text() == Word).Select(kind => kind.Kind)];

    /// <summary>A rate.</summary>
    /// <param name="values">What was set.</param>
    /// <param name="setting">Which rate.</param>
    /// <param name="fallback">What stands in its place where it is not set or to be found.</param>
    /// <exception cref="UsageException">It is neither a number above 0 nor <c>auto</c>.</exception>
    public static double Rate(SettingValues values, Setting setting, double fallback) =>
        values[setting] is { } value && value.Text() == Word ? fallback : values.Number(setting, fallback, rate => rate > 0, $"above 0 or '{Word}'");

    /// <summary>The values with every rate a number: the found ones, and defaults for those that no plan needs.</summary>
    public static SettingValues Settle(SettingValues values, IReadOnlyList<RateSearch> found)
    {
        var settled = new SettingValues();
        settled.Override(values);
        foreach ((RateKind kind, Setting setting) in Kinds)
        {
            if (settled[setting] is { } own && own.Text() == Word)
                settled.Remove(setting.Name);
            if (found.FirstOrDefault(search => search.Kind == kind) is { } search)
                settled.Set(setting.Name, SettingValue.OfOption(setting.Option, search.Rate.ToString(CultureInfo.InvariantCulture)));
        }
        if (settled[Settings.Rate] is { } rate && rate.Text() == Word)
            settled.Remove(Settings.Rate.Name);
        return settled;
    }
}
