namespace Thaw.Reports.Charts;

/// <summary>Where values lie along one direction of a chart, and which of them are marked.</summary>
internal sealed class Axis
{
    private static readonly double[] TimeMarks =
        [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60, 180, 600, 1800, 3600, 10800, 36000, 86400, 259200, 864000];

    private readonly double _low;
    private readonly double _high;
    private readonly double _from;
    private readonly double _to;
    private readonly bool _log;

    private Axis(double low, double high, double from, double to, bool log, IReadOnlyList<(double Value, string Label)> ticks)
    {
        _low = log ? Math.Log(low) : low;
        _high = log ? Math.Log(high) : high;
        _from = from;
        _to = to;
        _log = log;
        Ticks = ticks;
    }

    /// <summary>The marked values with their labels, from low to high.</summary>
    public IReadOnlyList<(double Value, string Label)> Ticks { get; }

    /// <summary>An even axis, marked at steps of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="low">The value at <paramref name="from"/>.</param>
    /// <param name="high">The value at <paramref name="to"/>; made larger where it is not above <paramref name="low"/>.</param>
    /// <param name="from">A coordinate.</param>
    /// <param name="to">A coordinate.</param>
    /// <param name="steps">About how many steps to mark.</param>
    /// <param name="label">Writes a value.</param>
    public static Axis Linear(double low, double high, double from, double to, int steps, Func<double, string> label)
    {
        if (!(high > low))
            high = low + 1;
        double step = NiceStep((high - low) / steps);
        var ticks = new List<(double, string)>();
        for (double k = Math.Ceiling(low / step - 1e-9); k * step <= high + step * 1e-9; k++)
            ticks.Add((k * step + 0.0, label(k * step + 0.0))); // no minus before 0
        return new Axis(low, high, from, to, false, ticks);
    }

    /// <summary>A logarithmic axis of seconds, marked at times that people count in.</summary>
    /// <param name="low">The least number of seconds, above 0.</param>
    /// <param name="high">The most.</param>
    /// <param name="from">The coordinate of the low end.</param>
    /// <param name="to">The coordinate of the high end.</param>
    public static Axis Time(double low, double high, double from, double to)
    {
        // Room on both sides, and at least a factor of ten in all
        double middle = Math.Sqrt(low * high), half = Math.Max(Math.Sqrt(high / low) * 1.5, Math.Sqrt(10));
        (low, high) = (middle / half, middle * half);
        return new Axis(low, high, from, to, true, [.. TimeMarks.Where(t => t >= low && t <= high).Select(t => (t, TimeLabel(t)))]);
    }

    /// <summary>The coordinate of a value.</summary>
    public double At(double value) => _from + ((_log ? Math.Log(value) : value) - _low) / (_high - _low) * (_to - _from);

    /// <summary>The coordinate of a value, kept between the ends.</summary>
    public double Within(double value) => Math.Clamp(At(value), Math.Min(_from, _to), Math.Max(_from, _to));

    /// <summary>The smallest of 1, 2 and 5 times a power of ten that is not below a step.</summary>
    public static double NiceStep(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        double part = step / power;
        return power * (part <= 1 + 1e-9 ? 1 : part <= 2 + 1e-9 ? 2 : part <= 5 + 1e-9 ? 5 : 10);
    }

    private static string TimeLabel(double seconds) => seconds switch
    {
        < 60 => Figures.Plain(seconds) + " s",
        < 3600 => Figures.Plain(seconds / 60) + " min",
        < 86400 => Figures.Plain(seconds / 3600) + " h",
        _ => Figures.Plain(seconds / 86400) + " d",
    };
}
