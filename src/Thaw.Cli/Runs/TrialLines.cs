using System.Globalization;
using Thaw.Cli.Terminal;
using Thaw.Comparison;
using Thaw.Training;

namespace Thaw.Cli.Runs;

/// <summary>Shows the epochs of a comparison: one bar over all trials, and a line for each trial that is done.</summary>
internal sealed class TrialLines : IProgress<ComparisonProgress>, IDisposable
{
    private readonly ISteps _steps;
    private readonly IStep _step;
    private readonly int[] _epochsBefore;
    private readonly List<EpochRow> _rows = [];
    private ComparisonProgress? _last;

    /// <summary>Begins.</summary>
    /// <param name="plans">The plans, in order.</param>
    /// <param name="seeds">Trials a plan.</param>
    /// <param name="steps">Where to show it.</param>
    public TrialLines(IReadOnlyList<Plan> plans, int seeds, ISteps steps)
    {
        _steps = steps;
        int[] epochs = [.. plans.SelectMany(plan => Enumerable.Repeat(plan.Phases.Sum(phase => phase.Epochs), seeds))];
        _epochsBefore = [.. epochs.Select((_, trial) => epochs[..trial].Sum())];
        _step = steps.Begin($"Training {Count(plans.Count, "plan")} with {Count(seeds, "seed")}{(plans.Count == 1 ? "" : " each")}", epochs.Sum());
    }

    public void Report(ComparisonProgress value)
    {
        if (_last is not null && _last.Trial != value.Trial)
            Finish();
        _last = value;
        _rows.Add(value.Row);
        string detail = $"{value.Plan}, seed {Text(value.Seed)} (trial {value.Trial} of {value.Trials}), epoch {value.Row.Epoch} of {value.Epochs}";
        _step.Report(_epochsBefore[value.Trial - 1] + value.Row.Epoch, detail);
        if (value.Row.Epoch == value.Epochs)
            Finish();
    }

    /// <summary>Says the last trial, which may have ended early.</summary>
    public void Finish()
    {
        if (_rows.Count == 0 || _last is null)
            return;
        EpochRow best = _rows.MinBy(row => double.IsNaN(row.ValidationLoss) ? double.PositiveInfinity : row.ValidationLoss)!;
        _steps.Say($"{_last.Plan}, seed {Text(_last.Seed)} (trial {_last.Trial} of {_last.Trials}): {Count(_rows.Count, "epoch")} in {Numbers.Duration(_rows.Sum(row => row.Seconds))}, "
            + $"validation accuracy {Numbers.Percent(best.ValidationAccuracy)} after epoch {best.Epoch}.");
        _rows.Clear();
    }

    public void Dispose() => _step.Dispose();

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string Text(ulong seed) => seed.ToString(CultureInfo.InvariantCulture);
}
