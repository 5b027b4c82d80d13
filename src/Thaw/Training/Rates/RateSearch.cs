namespace Thaw.Training.Rates;

/// <summary>A rate that was tried.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Epochs">How long a phase it was tried in.</param>
/// <param name="ValidationLoss">The lowest validation loss of an epoch, in nats; NaN where none was a number.</param>
public sealed record TriedRate(double Rate, int Epochs, double ValidationLoss);

/// <summary>How a learning rate was found.</summary>
public sealed record RateSearch
{
    /// <summary>Which rate.</summary>
    public required RateKind Kind { get; init; }

    /// <summary>The lowest layer or block that trained, as <see cref="Phase.TrainFrom"/>.</summary>
    public required string TrainFrom { get; init; }

    /// <summary>The rate that was found.</summary>
    public required double Rate { get; init; }

    /// <summary>What was tried: first all rates shortly, then the best of them for longer.</summary>
    public required IReadOnlyList<TriedRate> Tried { get; init; }
}
