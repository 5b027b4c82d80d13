using System.Globalization;
using Thaw.Evaluation;

namespace Thaw.Reports;

/// <summary>Numbers as people read them, the same in every culture. What is not a number is a dash.</summary>
internal static class Figures
{
    private const string None = "-";

    /// <summary>A share as a percentage with one digit: <c>93.3%</c>.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? Fixed(100 * share, 1) + "%" : None;

    /// <summary>A share as a whole percentage: <c>93%</c>.</summary>
    public static string Percent0(double share) => Fixed(100 * share, 0) + "%";

    /// <summary>A metric: shares as percentages, others with three digits.</summary>
    public static string Value(Metric metric, double value) =>
        !double.IsFinite(value) ? None : Metrics.IsShare(metric) ? Percent(value) : Fixed(value, 3);

    /// <summary>A metric's interval, <c>88.1 to 97.0</c>; null where there is none.</summary>
    public static string? Range(Metric metric, Interval interval)
    {
        if (!interval.IsKnown)
            return null;
        return Metrics.IsShare(metric)
            ? $"{Fixed(100 * interval.Low, 1)} to {Fixed(100 * interval.High, 1)}"
            : $"{Fixed(interval.Low, 3)} to {Fixed(interval.High, 3)}";
    }

    /// <summary>A difference with its sign: percentage points of shares with one digit, others with three.</summary>
    public static string Difference(Metric metric, double value)
    {
        if (!double.IsFinite(value))
            return None;
        string text = Metrics.IsShare(metric) ? Fixed(100 * value, 1) : Fixed(value, 3);
        return text[0] == '-' || text.All(c => c is '0' or '.') ? text : "+" + text;
    }

    /// <summary>A probability of a test: <c>0.041</c>, or <c>below 0.001</c>.</summary>
    public static string Probability(double p) => double.IsNaN(p) ? None : p < 0.001 ? "below 0.001" : Fixed(p, 3);

    /// <summary>A number with so many digits after the point, without a minus before zero.</summary>
    public static string Fixed(double value, int digits)
    {
        string text = value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text[0] == '-' && text.All(c => c is '-' or '0' or '.') ? text[1..] : text;
    }

    /// <summary>A whole number.</summary>
    public static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    public static string Whole(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A time: <c>0.042 s</c>, <c>13.3 s</c>, <c>4 min 10 s</c>, <c>2 h 05 min</c>.</summary>
    public static string Seconds(double seconds)
    {
        if (!double.IsFinite(seconds) || seconds < 0)
            return None;
        if (seconds < 99.95)
            return Significant(seconds, 3) + " s";
        long whole = (long)Math.Round(seconds);
        if (whole < 3600)
            return $"{Whole(whole / 60)} min {(whole % 60).ToString("00", CultureInfo.InvariantCulture)} s";
        return $"{Whole(whole / 3600)} h {(whole % 3600 / 60).ToString("00", CultureInfo.InvariantCulture)} min";
    }

    /// <summary>A size in memory: <c>512 MiB</c>.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        <= 0 => None,
        < 1L << 20 => Significant(bytes / 1024.0, 3) + " KiB",
        < 1L << 30 => Significant(bytes / (double)(1 << 20), 3) + " MiB",
        _ => Significant(bytes / (double)(1 << 30), 3) + " GiB",
    };

    /// <summary>A large number with a unit prefix: <c>21.1 M</c>, <c>30.7 G</c>.</summary>
    public static string Large(double value)
    {
        if (!double.IsFinite(value) || value < 0)
            return None;
        (double scale, string prefix) = value switch
        {
            >= 1e12 => (1e12, " T"),
            >= 1e9 => (1e9, " G"),
            >= 1e6 => (1e6, " M"),
            >= 1e3 => (1e3, " k"),
            _ => (1, ""),
        };
        return Significant(value / scale, 3) + prefix;
    }

    /// <summary>A small or large number without needless digits: <c>0.0001</c>.</summary>
    public static string Plain(double value) => double.IsFinite(value) ? value.ToString("G6", CultureInfo.InvariantCulture) : None;

    private static string Significant(double value, int digits)
    {
        if (value == 0)
            return "0";
        int after = Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6);
        string text = Fixed(value, after);
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }
}
