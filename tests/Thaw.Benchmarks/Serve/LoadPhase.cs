using System.Globalization;

namespace Thaw.Benchmarks.Serve;

/// <summary>A part of a load.</summary>
/// <param name="Rate">Requests a second, at random moments (Poisson); 0 for a closed loop, in which each connection sends as soon as it was answered.</param>
/// <param name="Seconds">How long requests are sent.</param>
internal sealed record LoadPhase(double Rate, double Seconds)
{
    /// <summary>Reads <c>RATE:SECONDS</c>.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public static LoadPhase Parse(string text) => text.Split(':') is [string rate, string seconds] && Number(rate) is { } r && Number(seconds) is { } s
        ? new LoadPhase(r, s)
        : throw new UsageException($"Expected RATE:SECONDS, got '{text}'.");

    /// <summary><c>RATE:SECONDS</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rate}:{Seconds}");

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0 and < 1e9 ? value : null;
}
