using Thaw.MLNet;

namespace Pipeline.MLNet.Train;

/// <summary>What the app was asked for.</summary>
internal sealed record TrainSettings
{
    public required string Data { get; init; }

    public string? Positive { get; init; }

    public string? Group { get; init; }

    public string Backbone { get; init; } = VggOptions.DefaultBackbone;

    public int? ImageSize { get; init; }

    public IReadOnlyList<string> Plans { get; init; } = ["frozen", "last-block", "full", "two-phase"];

    public int? Epochs { get; init; }

    public ulong Seed { get; init; } = 1;

    public int Threads { get; init; }

    public required string Output { get; init; }

    /// <summary>A model zip to compare in both runtimes, in place of training.</summary>
    public string? Model { get; init; }
}
