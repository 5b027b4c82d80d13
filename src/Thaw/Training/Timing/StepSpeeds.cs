namespace Thaw.Training.Timing;

/// <summary>How fast a network runs and trains on a machine, each the fastest of several times. See <see cref="StepBenchmark"/>.</summary>
public sealed record StepSpeeds
{
    /// <summary>Pictures a second that the convolutional layers turn into features; the head is not run.</summary>
    public required double InferImagesPerSecond { get; init; }

    /// <summary>Pictures a second in training steps of all layers: forward, loss, backward, and SGD with momentum.</summary>
    public required double FullStepImagesPerSecond { get; init; }

    /// <summary>Pictures a second where the head alone trains and the frozen layers below it compute their features in every step.</summary>
    public required double FrozenStepImagesPerSecond { get; init; }

    /// <summary>Pictures a second where the head alone trains on features that are ready in memory; bringing them to the network is included.</summary>
    public required double CachedStepImagesPerSecond { get; init; }

    /// <summary>
    /// 10^9 operations a second of inference, convolutions counted as if computed directly (<see cref="Networks.Layer.Operations"/>); can be
    /// above <see cref="PeakGflops"/> where convolutions take fewer.
    /// </summary>
    public required double DirectGflops { get; init; }

    /// <summary>10^9 operations a second of fused multiply-adds in registers on as many threads, which no direct computation can pass.</summary>
    public required double PeakGflops { get; init; }

    /// <summary>
    /// The most memory that the process held at once, in bytes, from its start to the end of the full steps. The frozen and the cached
    /// step take less than the full one.
    /// </summary>
    public required long PeakBytes { get; init; }
}
