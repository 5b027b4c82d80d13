using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;
using Thaw.Training.Rates;

namespace Thaw.Tests.Training.Rates;

public sealed class RateFinderTests : IDisposable
{
    private readonly TinyTask _task = new(perClass: 10);

    public void Dispose() => _task.Dispose();

    [Fact]
    public void All_rates_are_tried_shortly_and_the_best_three_for_longer()
    {
        var tried = new List<Phase>();
        // Best at 0.003 when short, at 0.001 when longer; above 0.01 it diverges
        RateSearch search = RateFinder.Search(RateKind.Tuning, PhaseOf(32), phase =>
        {
            tried.Add(phase);
            return phase.LearningRate > 0.02 ? double.NaN : Math.Abs(Math.Log(phase.LearningRate / (phase.Epochs == 2 ? 0.003 : 0.001)));
        });
        Assert.Equal(0.001, search.Rate);
        Assert.Equal([3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 1e-3, 3e-3, 1e-2], tried.Select(phase => phase.LearningRate));
        Assert.Equal([.. Enumerable.Repeat(2, 8), 8, 8, 8], tried.Select(phase => phase.Epochs));
        Assert.All(tried, phase => Assert.Equal(4.0 * phase.Epochs / 32, phase.WarmUpEpochs));
        Assert.Equal(tried.Count, search.Tried.Count);
    }

    [Fact]
    public void Where_every_rate_diverges_an_error_says_what_to_do()
    {
        var e = Assert.Throws<TrainingException>(() => RateFinder.Search(RateKind.Head, PhaseOf(2), _ => double.NaN));
        Assert.Contains("below 0.0001", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_is_as_before_and_the_same_rates_are_found_again()
    {
        using var one = new Cpu(1);
        using var two = new Cpu(2);
        IReadOnlyList<RateSearch> first = Find(one, "frozen", "two-phase"), second = Find(two, "frozen", "two-phase");
        Assert.Equal([RateKind.Head, RateKind.Gentle], first.Select(search => search.Kind));
        Assert.Equal(["head", "all"], first.Select(search => search.TrainFrom));
        Assert.Equal(first.SelectMany(search => search.Tried), second.SelectMany(search => search.Tried));
        Assert.All(first, search => Assert.Contains(search.Tried, tried => tried.Rate == search.Rate && double.IsFinite(tried.ValidationLoss)));
    }

    [Fact]
    public void Of_phases_of_a_kind_the_one_that_trains_most_is_tried()
    {
        using var device = new Cpu(1);
        RateSearch search = Assert.Single(Find(device, "last-block", "full"));
        Assert.Equal((RateKind.Tuning, "all"), (search.Kind, search.TrainFrom));
    }

    private IReadOnlyList<RateSearch> Find(Device device, params string[] plans)
    {
        var settings = new PlanSettings { Epochs = 2, Views = 2 };
        using Network network = _task.CreateNetwork(device);
        float[] before = TinyTask.WeightsOf(network);
        IReadOnlyList<RateSearch> found = RateFinder.Find(network, [.. plans.Select(plan => Plan.Named(plan, settings))],
            [RateKind.Gentle, RateKind.Head, RateKind.Tuning], _task.Train, _task.Validation, _task.Options());
        Assert.Equal(before, TinyTask.WeightsOf(network));
        return found;
    }

    private static Phase PhaseOf(int epochs) => new() { Name = "only", TrainFrom = "all", Epochs = epochs, WarmUpEpochs = 4 };
}
