using Thaw.Networks;

namespace Thaw.Training.Timing;

/// <summary>What <see cref="StepBenchmark"/> measures.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>Which VGG; <c>vgg16</c> by default.</summary>
    public Vgg Network { get; init; } = Vgg.Named("vgg16");

    /// <summary>Factor on the paper's channels, above 0; 1 by default.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Side of the square pictures in pixels, at least <see cref="Vgg.SmallestSide"/>; 224 by default.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>Pictures a pass and a step, at least 1; 8 by default.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>Seconds after which a measurement that has been done three times ends, above 0; 2 by default.</summary>
    public double Seconds { get; init; } = 2;

    /// <summary>Seed of weights and pictures; 1 by default. Speeds hardly depend on it.</summary>
    public ulong Seed { get; init; } = 1;
}
