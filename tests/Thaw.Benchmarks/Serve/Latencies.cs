using System.Globalization;

namespace Thaw.Benchmarks.Serve;

/// <summary>Milliseconds that clients waited.</summary>
internal sealed class Latencies(IEnumerable<double> milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    /// <summary>How many.</summary>
    public int Count => _sorted.Length;

    /// <summary>The smallest of them that a share of them is at most as large as (the nearest rank).</summary>
    /// <param name="share">Above 0, up to 1.</param>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public double Percentile(double share) => _sorted.Length > 0
        ? _sorted[Math.Clamp((int)Math.Ceiling(share * _sorted.Length) - 1, 0, _sorted.Length - 1)]
        : throw new InvalidOperationException("No latencies, no percentile.");

    /// <summary>For example <c>p50 3.2 ms, p99 9.1 ms, largest 12.0 ms of 500</c>.</summary>
    public override string ToString() => _sorted.Length == 0 ? "none" : string.Create(CultureInfo.InvariantCulture,
        $"p50 {Percentile(0.5):F1} ms, p99 {Percentile(0.99):F1} ms, largest {Percentile(1):F1} ms of {Count}");
}
