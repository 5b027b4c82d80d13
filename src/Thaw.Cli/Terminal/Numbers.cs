using System.Globalization;
using Thaw.Evaluation;

namespace Thaw.Cli.Terminal;

/// <summary>Numbers as people read them, the same in every country.</summary>
internal static class Numbers
{
    /// <summary>A share as a percentage with one digit.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? Text(100 * share, "0.0") + "%" : "-";

    /// <summary>Milliseconds, seconds, minutes or hours.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 0.095 => Text(1000 * seconds, "0") + " ms",
        < 9.95 => Text(seconds, "0.0") + " s",
        < 99.5 => Text(seconds, "0") + " s",
        < 5970 => Text(seconds / 60, "0.0") + " min",
        _ => Text(seconds / 3600, "0.0") + " h",
    };

    /// <summary>Bytes, in the decimal units of disks and networks.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => Text(bytes, "0") + " bytes",
        < 999_500 => Text(bytes / 1e3, "0") + " kB",
        < 99_950_000 => Text(bytes / 1e6, "0.0") + " MB",
        < 999_500_000 => Text(bytes / 1e6, "0") + " MB",
        _ => Text(bytes / 1e9, "0.00") + " GB",
    };

    /// <summary>Text from a file without what would steer a terminal: each control character becomes a question mark.</summary>
    public static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));

    /// <summary>A metric's value.</summary>
    public static string Value(Metric metric, double value) => !double.IsFinite(value) ? "-" : Metrics.IsShare(metric) ? Percent(value) : Text(value, "0.000");

    /// <summary>A metric's interval.</summary>
    public static string Range(Metric metric, Interval interval) =>
        interval.IsKnown ? $"{Value(metric, interval.Low)} to {Value(metric, interval.High)}" : "-";

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
