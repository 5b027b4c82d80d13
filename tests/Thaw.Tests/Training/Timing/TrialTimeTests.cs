using Thaw.Images;
using Thaw.Training;
using Thaw.Training.Timing;

namespace Thaw.Tests.Training.Timing;

/// <summary>Speeds that are powers of ten or nearly so: each digit of a sum then tells which parts went in, and how often.</summary>
public sealed class TrialTimeTests
{
    internal static readonly TrialSpeeds Speeds = new()
    {
        BatchSize = 32,
        Create = 0.5,
        Phases = new Dictionary<int, PhaseSpeed>
        {
            [0] = new() { Step = 100, LastStep = 50, Forward = 1, Features = 0, Lookup = 0, FeatureBytes = 0 },
            [14] = new() { Step = 5, LastStep = 3, Forward = 0.05, Features = 0.2, Lookup = 4, FeatureBytes = 900 },
            [18] = new() { Step = 2, LastStep = 1, Forward = 0.01, Features = 0.25, Lookup = 7, FeatureBytes = 400 },
        },
        Input = new Dictionary<Augmentation, double> { [Augmentation.None] = 0.001, [Augmentation.Standard] = 0.003 },
        Inference = 2,
        WeightBytes = [.. Enumerable.Range(0, 19).Select(layer => layer == 0 ? 5_000_000L : 1_000_000L)],
        Disk = new DiskSpeed(0.1, 1e-6),
    };

    private static readonly PartSizes Sizes = new(180, 60, 60);

    private readonly TrialTime _time = new(Speeds, Sizes);

    [Fact]
    public void A_full_epoch_is_steps_inputs_validation_and_checkpoint() => Assert.Equal(
        (5 * 100 + 50 + 180 * 0.003 + 60 * (1 + 0.001)) * 1.02, _time.Epoch(PhaseOf("all"), 0, 0), 9);

    [Fact]
    public void A_cached_epoch_makes_no_inputs() => Assert.Equal((5 * 2 + 1 + 60 * 0.01) * 1.02, _time.Epoch(PhaseOf("head"), 18, 18), 9);

    [Fact]
    public void A_checkpoint_holds_what_earlier_phases_trained_and_takes_a_fiftieth_at_most()
    {
        var time = new TrialTime(Speeds with { Disk = new DiskSpeed(0.01, 1e-9) }, Sizes);
        Assert.Equal(5 * 2 + 1 + 60 * 0.01 + 0.01 + 11_000_000 * 1e-9, time.Epoch(PhaseOf("head"), 18, 0), 9);
        Assert.Equal((5 * 2 + 1 + 60 * 0.01) * 1.02, _time.Epoch(PhaseOf("head"), 18, 0), 9);
    }

    [Fact]
    public void Whole_batches_have_no_last_step()
    {
        var time = new TrialTime(Speeds, new PartSizes(64, 10, 10));
        Assert.Equal((2 * 2 + 10 * 0.01) * 1.02, time.Epoch(PhaseOf("head"), 18, 18), 9);
        time = new TrialTime(Speeds, new PartSizes(20, 10, 10));
        Assert.Equal((1 + 10 * 0.01) * 1.02, time.Epoch(PhaseOf("head"), 18, 18), 9);
    }

    [Fact]
    public void Caching_is_inputs_forward_passes_and_writing() =>
        Assert.Equal(1440 * (0.003 + 0.25) + 0.1 + 1440 * 400 * 1e-6, _time.Caching(18, 1440, Augmentation.Standard), 9);

    [Fact]
    public void Caching_from_lower_features_makes_no_inputs_and_runs_the_layers_between() =>
        Assert.Equal(1440 * 0.05 + 0.1 + 1440 * 400 * 1e-6, _time.Caching(18, 1440, Augmentation.Standard, from: 14), 9);

    [Fact]
    public void A_trial_is_framed_by_building_test_and_files()
    {
        Assert.Equal(0.5 + 60 * 2.001 + 0.1, _time.Frame(0), 9);
        Assert.Equal(0.5 + 60 * 2.001 + 0.1 + 0.5 * 5.1, _time.Frame(0.5), 9);
        Assert.Equal((0, 7), (_time.Begin(0), _time.Begin(18)));
    }

    [Fact]
    public void Of_several_rounds_the_median_of_each_part_counts()
    {
        PhaseSpeed first = Speeds.Phases[18], slow = first with { Step = 9 * first.Step, Forward = first.Forward / 2 }, fast = first with { Step = first.Step / 2, Forward = 9 * first.Forward };
        Assert.Equal(first, PhaseSpeed.Median([slow, first, fast]));
        Assert.Equal(first, PhaseSpeed.Median([first]));
    }

    internal static Phase PhaseOf(string from, int epochs = 1) => new() { Name = from, TrainFrom = from, Epochs = epochs, Augmentation = Augmentation.Standard };
}
