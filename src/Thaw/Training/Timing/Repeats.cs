using System.Diagnostics;

namespace Thaw.Training.Timing;

/// <summary>Times something by doing it again and again.</summary>
/// <param name="Least">Times that count at least, once it has been done to warm up; at least 1.</param>
/// <param name="Most">Times that count at most.</param>
/// <param name="Seconds">After these seconds, warming up included, no further time is begun beyond the least.</param>
internal sealed record Repeats(int Least, int Most, double Seconds)
{
    /// <summary>Where the warm-up itself takes as many seconds, it counts as one of the times, and two are enough; by default never.</summary>
    public double SlowSeconds { get; init; } = double.PositiveInfinity;

    /// <summary>Does it and gives the seconds of each time, sorted. Takes no memory while it measures.</summary>
    /// <param name="action">What to time.</param>
    /// <param name="cancellation">Stops between two times.</param>
    public double[] Measure(Action action, CancellationToken cancellation = default)
    {
        double[] times = new double[Most];
        int count = 0;
        long start = Stopwatch.GetTimestamp();
        action();
        double first = Stopwatch.GetElapsedTime(start).TotalSeconds;
        bool slow = first >= SlowSeconds;
        if (slow)
            times[count++] = first;
        while (count < (slow ? Math.Min(Least, 2) : Least) || (count < Most && Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds))
        {
            cancellation.ThrowIfCancellationRequested();
            long t = Stopwatch.GetTimestamp();
            action();
            times[count++] = Stopwatch.GetElapsedTime(t).TotalSeconds;
        }
        Array.Resize(ref times, count);
        Array.Sort(times);
        return times;
    }

    /// <summary>The middle of sorted times; of two, the mean.</summary>
    public static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
