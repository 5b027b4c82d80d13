using Thaw.Images;
using Thaw.Training;
using Thaw.Training.Timing;

namespace Thaw.Comparison;

/// <summary>
/// Adds up how long the trials of a comparison will take, in their order: cached features are computed by the first trial that needs them, on
/// the way to them those of lower boundaries that others need, and again by every trial where layers below them trained before.
/// </summary>
/// <param name="speeds">How long the parts take.</param>
/// <param name="sizes">The pictures.</param>
/// <param name="boundaryOf">The index of the lowest layer that trains in a phase.</param>
/// <param name="saves">Whether the best models are written.</param>
internal sealed class TimeEstimator(TrialSpeeds speeds, PartSizes sizes, Func<Phase, int> boundaryOf, bool saves)
{
    private readonly TrialTime _time = new(speeds, sizes);
    private readonly HashSet<CachedPart> _cached = [];
    private Phase[] _sharing = [];

    /// <summary>Says that an earlier run left the features of a phase.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="train">Whether those of the training pictures are meant, or those of the validation pictures.</param>
    public void Has(Phase phase, bool train) => _cached.Add(PartOf(phase, train));

    /// <summary>The estimate.</summary>
    /// <param name="trials">All trials, plan by plan.</param>
    public TimeEstimate Estimate(IReadOnlyList<TrialLeft> trials)
    {
        _sharing = [.. trials.Where(trial => trial.Epochs is not null).SelectMany(trial => trial.Plan.Phases)];
        return Sum(trials, Seconds);
    }

    /// <summary>The estimate where every trial is finished.</summary>
    /// <param name="trials">All trials, plan by plan.</param>
    public static TimeEstimate Nothing(IEnumerable<TrialLeft> trials) => Sum(trials, _ => 0);

    private static TimeEstimate Sum(IEnumerable<TrialLeft> trials, Func<TrialLeft, double> seconds) => new([
        .. trials.GroupBy(trial => trial.Plan).Select(plan => new PlanTimeEstimate(
            plan.Key.Name,
            plan.Sum(seconds),
            plan.Count(),
            plan.Count(trial => trial.Epochs is not null),
            plan.Any(trial => trial.Begun),
            plan.Any(trial => plan.Key.Phases.Where((phase, i) => trial.Runs(i)).Any(phase => phase.Patience > 0)))),
    ]);

    private double Seconds(TrialLeft trial)
    {
        if (trial.Epochs is null)
            return 0;
        // Of trials in any order, the first is the best so far, the second with a probability of 1/2, and so on
        double seconds = _time.Frame(saves ? 1.0 / (trial.Number + 1) : 0);
        int lowest = trial.Plan.Phases.Min(boundaryOf), trained = int.MaxValue;
        for (int i = 0; i < trial.Epochs.Count; i++)
        {
            Phase phase = trial.Plan.Phases[i];
            int boundary = boundaryOf(phase);
            if (trial.Runs(i))
            {
                seconds += trial.Epochs[i] * _time.Epoch(phase, boundary, lowest);
                if (boundary > 0)
                    seconds += _time.Begin(boundary) + Caching(phase, train: true, own: trained < boundary) + Caching(phase, train: false, own: trained < boundary);
            }
            trained = Math.Min(trained, boundary);
        }
        return seconds;
    }

    private double Caching(Phase phase, bool train, bool own)
    {
        if (!own && !_cached.Add(PartOf(phase, train)))
            return 0;
        int boundary = boundaryOf(phase);
        long pictures = train ? (long)phase.EffectiveViews * sizes.Train : sizes.Validation;
        Augmentation augmentation = train ? phase.Augmentation : Augmentation.None;
        Phase? lower = own ? null : _sharing.Where(other => boundaryOf(other) is > 0 and int at && at < boundary
            && PartOf(other, train) with { Boundary = boundary } == PartOf(phase, train)).MaxBy(boundaryOf);
        return lower is null
            ? _time.Caching(boundary, pictures, augmentation)
            : Caching(lower, train, own: false) + _time.Caching(boundary, pictures, augmentation, boundaryOf(lower));
    }

    private CachedPart PartOf(Phase phase, bool train) => train
        ? new CachedPart(boundaryOf(phase), phase.Augmentation.IsNone ? Augmentation.None : phase.Augmentation, phase.EffectiveViews, true)
        : new CachedPart(boundaryOf(phase), Augmentation.None, 1, false);

    private readonly record struct CachedPart(int Boundary, Augmentation Augmentation, int Views, bool Train);
}
