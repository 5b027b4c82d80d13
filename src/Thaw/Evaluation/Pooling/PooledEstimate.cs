namespace Thaw.Evaluation.Pooling;

/// <summary>What a pooled interval rests on.</summary>
internal enum PoolingBasis
{
    /// <summary>Several splits with test pictures of their own: it speaks of new splits, seeds and pictures.</summary>
    Splits,

    /// <summary>Several splits that share their test pictures: it speaks of new splits and seeds, and of new pictures by those that there are.</summary>
    SharedTest,

    /// <summary>One split with several seeds: it knows nothing of other splits.</summary>
    Seeds,

    /// <summary>One split and one seed: it knows nothing of other splits and of the luck of training.</summary>
    Pictures,
}

/// <summary>A number that several trainings share.</summary>
/// <param name="Value">The mean over splits of the mean over seeds and test pictures.</param>
/// <param name="Interval">Its 95% interval.</param>
/// <param name="Basis">What the interval rests on.</param>
/// <param name="Splits">How many splits.</param>
/// <param name="Trials">How many trainings, splits times seeds.</param>
/// <param name="Pictures">How many different pictures were tested on.</param>
internal sealed record PooledEstimate(double Value, Interval Interval, PoolingBasis Basis, int Splits, int Trials, int Pictures);
