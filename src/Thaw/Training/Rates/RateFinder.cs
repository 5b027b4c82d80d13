using System.Globalization;
using Thaw.Networks;

namespace Thaw.Training.Rates;

/// <summary>
/// Finds learning rates by trying them: eight rates half a decade apart train for a sixteenth of the phase's epochs each, the three with the lowest
/// validation loss for a quarter, with the whole schedule pressed into so few, and the best of these is taken (successive halving, Jamieson and
/// Talwalkar 2016). It costs about as much as one trial, sees training and validation pictures alone, and gives the same for the same seed.
/// </summary>
public static class RateFinder
{
    private const int RatesTried = 8, RatesKept = 3, FirstShare = 16, SecondShare = 4;
    private static readonly double[] Rates = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3];

    /// <summary>How many times <see cref="Find"/> trains for short, at most.</summary>
    /// <param name="kinds">As for it.</param>
    public static int Tries(IReadOnlyCollection<RateKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        return kinds.Count * (RatesTried + RatesKept);
    }

    /// <summary>Finds the rates that plans need. A kind that no plan has is left out; of several phases of a kind the one that trains most layers is tried.</summary>
    /// <param name="network">As trials begin with it: the backbone's weights under a new head. Has the same weights afterwards; its buffers are planned anew.</param>
    /// <param name="plans">The plans. Rates of phases of the kinds asked for do not matter.</param>
    /// <param name="kinds">Which rates; each once.</param>
    /// <param name="train">What to train on.</param>
    /// <param name="validation">What to choose by.</param>
    /// <param name="options">As of a trial; without a checkpoint.</param>
    /// <param name="progress">Told how many rates were tried so far; may be null.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>In the order head, tuning, gentle.</returns>
    /// <exception cref="TrainingException">Training diverged with every rate.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<RateSearch> Find(Network network, IReadOnlyList<Plan> plans, IReadOnlyCollection<RateKind> kinds, Examples train,
        Examples validation, TrainerOptions options, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(plans);
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(options);
        options = options with { CheckpointFile = null };
        var start = new BestWeights(network, 0);
        var found = new List<RateSearch>();
        int done = 0;
        try
        {
            foreach (RateKind kind in kinds.Order())
            {
                if (PhaseOf(network, plans, kind) is not { } chosen)
                    continue;
                start.Restore();
                foreach (Phase earlier in chosen.Earlier)
                {
                    Phase phase = found.Find(search => search.Kind == RateKind.Head) is { } head ? earlier with { LearningRate = head.Rate } : earlier;
                    Train(network, phase, train, validation, options, cancellation);
                }
                var from = new BestWeights(network, 0);
                found.Add(Search(kind, chosen.Phase, rate =>
                {
                    from.Restore();
                    double loss = Train(network, rate, train, validation, options, cancellation);
                    progress?.Report(++done);
                    return loss;
                }));
            }
        }
        finally
        {
            start.Restore();
        }
        return found;
    }

    /// <summary>Tries the rates of a phase.</summary>
    /// <param name="kind">Whose rates.</param>
    /// <param name="phase">What they are tried in.</param>
    /// <param name="lossOf">The validation loss that a phase comes to.</param>
    internal static RateSearch Search(RateKind kind, Phase phase, Func<Phase, double> lossOf)
    {
        // The head stands the highest rates, the backbone under a trained head the lowest
        int lowest = kind switch { RateKind.Head or RateKind.Block => 2, RateKind.Tuning => 1, _ => 0 }, epochs = Math.Max(1, phase.Epochs / FirstShare);
        TriedRate[] all = [.. Rates.Skip(lowest).Take(RatesTried).Select(rate => Try(rate, epochs))];
        TriedRate[] longer = [.. all.Where(tried => double.IsFinite(tried.ValidationLoss)).OrderBy(tried => tried.ValidationLoss).Take(RatesKept)
            .OrderBy(tried => tried.Rate).Select(tried => Try(tried.Rate, Math.Max(2 * epochs, phase.Epochs / SecondShare)))];
        TriedRate? best = longer.Where(tried => double.IsFinite(tried.ValidationLoss)).MinBy(tried => tried.ValidationLoss);
        if (best is null)
            throw new TrainingException(string.Create(CultureInfo.InvariantCulture,
                $"No learning rate from {all[0].Rate} to {all[^1].Rate} could be found for training from '{phase.TrainFrom}': the loss is not a number. Set one by hand, below {all[0].Rate}."));
        return new RateSearch { Kind = kind, TrainFrom = phase.TrainFrom, Rate = best.Rate, Tried = [.. all, .. longer] };

        TriedRate Try(double rate, int most) => new(rate, most, lossOf(phase with
        {
            LearningRate = rate,
            Epochs = most,
            WarmUpEpochs = phase.WarmUpEpochs * most / phase.Epochs,
            Patience = 0,
        }));
    }

    private static double Train(Network network, Phase phase, Examples train, Examples validation, TrainerOptions options, CancellationToken cancellation) =>
        Trainer.Train(network, new Plan { Name = "rates", Phases = [phase] }, train, validation, options, null, cancellation).BestLoss;

    // The phase of a kind that trains most layers, of equal ones the longest, and what its plan does before the backbone trains
    private static (Phase Phase, IReadOnlyList<Phase> Earlier)? PhaseOf(Network network, IReadOnlyList<Plan> plans, RateKind kind)
    {
        int head = network.IndexOf("flatten"), block = network.IndexOf("block5");
        var phases = new List<(Phase Phase, IReadOnlyList<Phase> Earlier)>();
        foreach (Plan plan in plans)
        {
            Phase[] before = [.. plan.Phases.TakeWhile(phase => Trainer.BoundaryOf(network, phase) >= head)];
            phases.AddRange(kind switch
            {
                RateKind.Head => plan.Phases.Where(phase => Trainer.BoundaryOf(network, phase) >= head).Take(1).Select(phase => (phase, (IReadOnlyList<Phase>)[])),
                RateKind.Block => before.Length == 0 && Trainer.BoundaryOf(network, plan.Phases[0]) >= block ? [(plan.Phases[0], [])] : [],
                RateKind.Tuning => before.Length == 0 && Trainer.BoundaryOf(network, plan.Phases[0]) < block ? [(plan.Phases[0], [])] : [],
                _ => before.Length == 0 ? [] : plan.Phases.Skip(before.Length).Select(phase => (phase, (IReadOnlyList<Phase>)before)),
            });
        }
        return phases.Count == 0 ? null : phases.OrderBy(chosen => Trainer.BoundaryOf(network, chosen.Phase)).ThenByDescending(chosen => chosen.Phase.Epochs).First();
    }
}
