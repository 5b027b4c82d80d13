using System.Globalization;

namespace Thaw.Benchmarks.Rounds;

/// <summary>Something that is measured.</summary>
/// <param name="Key">Its name in the JSON that the programs print.</param>
/// <param name="Label">Its name in tables, with its unit.</param>
/// <param name="IsMemory">Bytes, of which fewer are better; otherwise a speed.</param>
internal sealed record Figure(string Key, string Label, bool IsMemory = false)
{
    private const double Mebibyte = 1 << 20;

    /// <summary>In the order of the table.</summary>
    public static IReadOnlyList<Figure> All { get; } =
    [
        new("inferImagesPerSecond", "inference, images/s"),
        new("fullStepImagesPerSecond", "full training step, images/s"),
        new("frozenStepImagesPerSecond", "frozen step, features computed again, images/s"),
        new("cachedStepImagesPerSecond", "frozen step, features kept, images/s"),
        new("peakBytes", "peak memory of the full step, MiB", IsMemory: true),
        new("baselineBytes", "of that before the network was built, MiB", IsMemory: true),
        new("inferPeakBytes", "peak memory of inference, MiB", IsMemory: true),
    ];

    /// <summary>A value as tables show it.</summary>
    public string Format(double value) => IsMemory
        ? (value / Mebibyte).ToString("F0", CultureInfo.InvariantCulture)
        : value.ToString(value < 100 ? "F2" : "F0", CultureInfo.InvariantCulture);
}
