using Thaw.Comparison;
using Thaw.Evaluation.Pooling;
using Thaw.Reports.Runs;

namespace Thaw.Tests.Reports.Runs;

public sealed class RunsComparisonTests : IDisposable
{
    private readonly SampleRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Splits_of_the_same_pictures_and_settings_are_pooled()
    {
        RunsComparison comparison = SampleRuns.Compare(_runs.Write("a", 1), _runs.Write("b", 2), _runs.Write("c", 3));
        Assert.Equal(["last-block", "full", "two-phase", "gradual"], comparison.Pooled.Select(plan => plan.Plan));
        PooledPlan full = comparison.Pooled[1];
        Assert.Equal((PoolingBasis.Splits, 3, 9, 160), (full.Difference.Basis, full.Difference.Splits, full.Difference.Trials, full.Difference.Pictures));
        Assert.Equal(comparison.Runs[0].Differences[1].Accuracy.Value, full.Difference.Value, 9); // all three have the same answers
        Assert.Equal(comparison.Runs[0].Plans[2].Accuracy.Value, full.Accuracy.Value, 9);
        Assert.Equal([1, 2, 3], full.Splits.Select(split => split.Seed));
        Assert.StartsWith("Over 3 splits, full was ", comparison.Sentence, StringComparison.Ordinal);
        Assert.Contains(comparison.Notes, note => note.StartsWith("Fewer than four splits", StringComparison.Ordinal));
        Assert.Equal(["split.seed: 1 2 3"], comparison.Settings.Select(setting => $"{setting.Key}: {string.Join(' ', setting.Value)}"));
    }

    [Fact]
    public void Runs_of_one_split_add_their_seeds_and_shared_ones_count_once()
    {
        ComparisonResult result = SampleComparison.TwoClasses();
        ComparisonResult more = result with { Plans = [.. result.Plans.Select(plan => new PlanResult(plan with { Trials = [plan.Trials[2], plan.Trials[0] with { Seed = 9 }] }, plan.Metrics))] };
        RunsComparison comparison = SampleRuns.Compare(_runs.Write("a", 1), _runs.Write("b", 1, result: more));
        Assert.Equal((PoolingBasis.Seeds, 1, 4), (comparison.Pooled[0].Difference.Basis, comparison.Pooled[0].Difference.Splits, comparison.Pooled[0].Difference.Trials));
        Assert.Contains(comparison.Notes, note => note.Contains("knows nothing of other splits", StringComparison.Ordinal));
    }

    [Fact]
    public void Other_settings_pictures_and_backbones_are_set_side_by_side_only()
    {
        ComparisonResult result = SampleComparison.TwoClasses();
        string[] folders =
        [
            _runs.Write("a", 1), _runs.Write("b", 2, "epochs: 20\nhead:\n  units: 8\n"),
            _runs.Write("c", 3, result: result with { Data = result.Data with { Source = "elsewhere" } }),
            _runs.Write("d", 4, result: result with { Setup = result.Setup with { BackboneSha256 = new string('0', 64) } }),
        ];
        RunsComparison comparison = SampleRuns.Compare(folders);
        Assert.Empty(comparison.Pooled);
        Assert.Contains("nothing is pooled", comparison.Sentence, StringComparison.Ordinal);
        Assert.Equal(["epochs", "split.seed", "head.units", "backbone SHA-256"], comparison.Settings.Select(setting => setting.Key).Order(Comparer<string>.Create((x, y) =>
            Array.IndexOf(["epochs", "split.seed", "head.units", "backbone SHA-256"], x) - Array.IndexOf(["epochs", "split.seed", "head.units", "backbone SHA-256"], y))));
        Assert.Equal(["14", "20", "14", "14"], comparison.Settings.First(setting => setting.Key == "epochs").Value);
        Assert.Equal(["-", "8", "-", "-"], comparison.Settings.First(setting => setting.Key == "head.units").Value);
        Assert.Equal(4, SampleRuns.Compare([.. folders, _runs.Write("e", 5)]).Pooled.Count);
    }

    [Fact]
    public void Names_that_mean_other_pictures_are_not_pooled()
    {
        ComparisonResult result = SampleComparison.TwoClasses();
        ComparisonResult turned = result with { Test = result.Test with { Labels = [.. result.Test.Labels.Select(label => 1 - label)] } };
        Assert.Empty(SampleRuns.Compare(_runs.Write("a", 1), _runs.Write("b", 2, result: turned)).Pooled);
    }

    [Fact]
    public void Without_predictions_a_run_is_named_and_not_pooled()
    {
        string[] folders = [_runs.Write("a", 1), _runs.Write("b", 2)];
        File.Delete(Path.Combine(folders[1], "predictions.csv"));
        RunsComparison comparison = SampleRuns.Compare(folders);
        Assert.Empty(comparison.Pooled);
        Assert.Contains("b has no predictions.csv, so it is not pooled.", comparison.Notes);
    }

    [Fact]
    public void A_plan_of_the_recipes_own_must_be_the_same_to_be_pooled()
    {
        const string Own = "plans:\n  - frozen\n  - name: full\n    description: x\n    phases:\n      - name: p\n        lr: ";
        Assert.Equal(["plans: frozen, full", "plan full: description: x, - name: p, lr: 2"], RecipeSettings.Of(Own + "2\n").Select(setting => $"{setting.Key}: {setting.Value}"));
        RunsComparison comparison = SampleRuns.Compare(_runs.Write("a", 1, Own + "2\n"), _runs.Write("b", 2, Own + "3\n"));
        Assert.DoesNotContain(comparison.Pooled, plan => plan.Plan == "full");
        Assert.Contains(comparison.Pooled, plan => plan.Plan == "last-block");
    }

    [Theory]
    [InlineData("")]
    [InlineData(":::\n- - -\n  :\n plans\n\0: 1")]
    [InlineData("plans:\n  - \n  - name: \n    phases:\n")]
    public void Any_text_can_be_read_as_a_recipe(string recipe) => Assert.True(RecipeSettings.Of(recipe).Count <= 3);
}
