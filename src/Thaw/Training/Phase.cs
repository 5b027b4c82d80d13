using Thaw.Images;

namespace Thaw.Training;

/// <summary>How the learning rate moves over the epochs of a phase, after the warm-up.</summary>
public enum Schedule
{
    /// <summary>Stays.</summary>
    Constant,

    /// <summary>Falls from the phase's rate to zero along half a cosine (Loshchilov and Hutter 2017).</summary>
    Cosine,
}

/// <summary>A stretch of training: which layers train, for how long, and how.</summary>
public sealed record Phase
{
    /// <summary>A short name for reports, for example <c>head</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The lowest layer or block that trains, with everything above it: <c>all</c>, <c>head</c>, or the name of a layer or block such as
    /// <c>block5</c>. What lies below is frozen.
    /// </summary>
    public required string TrainFrom { get; init; }

    /// <summary>Passes over the training pictures, at least 1.</summary>
    public required int Epochs { get; init; }

    /// <summary>Step length of the top layers, above 0. The question's value is 1e-4.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>How the rate moves; constant by default.</summary>
    public Schedule Schedule { get; init; }

    /// <summary>Epochs over which the rate first rises in a straight line from near zero; 0 by default, fractions allowed.</summary>
    public double WarmUpEpochs { get; init; }

    /// <summary>Share of the last step's velocity that stays, in [0, 1); 0.9 by default.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Factor of the L2 penalty on all weights, 0 (the default) for none.</summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Factor on the learning rate from each block to the one below it, in (0, 1]; 1 (the default) is the same rate everywhere. The head has
    /// the full rate, block 5 one factor, block 1 five.
    /// </summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>What is done to training pictures; nothing by default.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.None;

    /// <summary>
    /// How many different augmented views a picture has; epochs take them in turn. Features of frozen layers are computed once a view. At
    /// least 1; 8 by default; without augmentation there is one.
    /// </summary>
    public int Views { get; init; } = 8;

    /// <summary>Ends the phase after so many epochs without a lower validation loss; 0 (the default) never does.</summary>
    public int Patience { get; init; }

    /// <summary>The views that a picture really has.</summary>
    internal int EffectiveViews => Augmentation.IsNone ? 1 : Views;

    /// <summary>The learning rate at a point of the phase.</summary>
    /// <param name="epoch">Epochs done, fractions included, from 0.</param>
    public double LearningRateAt(double epoch)
    {
        if (epoch < WarmUpEpochs)
            return LearningRate * Math.Max(epoch / WarmUpEpochs, 1e-3);
        if (Schedule == Schedule.Constant || Epochs <= WarmUpEpochs)
            return LearningRate;
        double done = (epoch - WarmUpEpochs) / (Epochs - WarmUpEpochs);
        return LearningRate * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(done, 1)));
    }

    /// <summary>Checks every number.</summary>
    /// <exception cref="ArgumentException">One is out of range; the message names the phase, the value and the range.</exception>
    internal void Check()
    {
        Require(!string.IsNullOrWhiteSpace(Name), "name", Name, "not empty");
        Require(Epochs >= 1, "epochs", Epochs, "at least 1");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), "learning rate", LearningRate, "above 0");
        Require(WarmUpEpochs >= 0, "warm-up epochs", WarmUpEpochs, "at least 0");
        Require(Momentum is >= 0 and < 1, "momentum", Momentum, "at least 0 and below 1");
        Require(WeightDecay >= 0, "weight decay", WeightDecay, "at least 0");
        Require(LayerDecay is > 0 and <= 1, "layer decay", LayerDecay, "above 0 and at most 1");
        Require(Views >= 1, "views", Views, "at least 1");
        Require(Patience >= 0, "patience", Patience, "at least 0");
    }

    private void Require(bool holds, string what, object value, string range)
    {
        if (!holds)
            throw new ArgumentException(FormattableString.Invariant($"Phase '{Name}': {what} must be {range}, got {value}."));
    }
}
