using Thaw.Evaluation;
using Thaw.Evaluation.Calibration;
using Thaw.Tests.References;

namespace Thaw.Tests.Evaluation.Calibration;

public class ReliabilityTests
{
    private static readonly GoldenFile Golden = GoldenFile.Open("calibration.safetensors");

    public static TheoryData<string> Cases => [.. Golden.Cases];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Errors_and_brier_scores_are_those_of_pytorch(string name)
    {
        int classes = TemperatureScalingTests.ClassesOf(name);
        int[] labels = Golden.Integers(name + "/labels");
        float[] rows = Golden.Floats(name + "/probabilities");
        var raw = Reliability.Measure(labels, rows, classes, resamples: 50);
        Assert.Equal(Golden.Scalar(name + "/error"), raw.Error, 1e-6);
        Assert.Equal(Golden.Scalar(name + "/brier"), raw.BrierScore, 1e-6);
        var scaled = Reliability.Measure(labels, rows, classes, Golden.Scalar(name + "/temperature"), resamples: 50);
        Assert.Equal(Golden.Scalar(name + "/scaled-error"), scaled.Error, 1e-5);
    }

    [Fact]
    public void The_diagram_holds_every_answer_once_and_gives_the_error()
    {
        (int[] labels, float[] rows) = TemperatureScalingTests.Drawn(5, 400, 2.5);
        var found = Reliability.Measure(labels, rows, 2);
        Assert.Equal(Reliability.Bins, found.Diagram.Count);
        Assert.Equal(400, found.Diagram.Sum(bin => bin.Count));
        Assert.All(found.Diagram.Where(bin => bin.Count > 0), bin => Assert.InRange(bin.Confidence, bin.Low, bin.High));
        Assert.All(found.Diagram.Where(bin => bin.Count == 0), bin => Assert.True(double.IsNaN(bin.Accuracy)));
        Assert.Equal(found.Error, found.Diagram.Where(bin => bin.Count > 0).Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / 400, 12);
        Assert.True(found.ErrorInterval.Contains(found.Error) && found.ErrorInterval.Low > 0 && found.ErrorInterval.High < 1, found.ErrorInterval.ToString());
    }

    /// <summary>Answers as sure as they are right: the error is chance, the interval says that it may be 0, and a temperature changes little.</summary>
    [Fact]
    public void Exact_confidences_are_told_from_false_ones()
    {
        (int[] labels, float[] rows) = TemperatureScalingTests.Drawn(9, 500, 1);
        var exact = Reliability.Measure(labels, rows, 2);
        Assert.InRange(exact.Error, 0.3 * exact.ErrorByChance, 2 * exact.ErrorByChance);
        (labels, rows) = TemperatureScalingTests.Drawn(9, 500, 3);
        var sure = Reliability.Measure(labels, rows, 2);
        Assert.True(sure.Error > 3 * sure.ErrorByChance);
        var scaled = Reliability.Measure(labels, rows, 2, TemperatureScaling.Find(labels, rows, 2));
        Assert.True(scaled.Error < sure.Error / 2 && scaled.BrierScore < sure.BrierScore);
    }

    [Fact]
    public void Chance_is_that_of_every_way_to_be_right_and_wrong()
    {
        float[] sure = [0.95f, 0.97f, 0.94f, 0.99f, 0.96f, 0.98f];
        var found = Reliability.Measure([1, 1, 1, 1, 1, 0], [.. sure.SelectMany(p => (float[])[1 - p, p])], 2, resamples: 1);
        Assert.Equal(ReferenceCalibration.ErrorByChance([.. sure.Select(p => (double)p)]), found.ErrorByChance, 1e-12);
        float[] many = [.. Enumerable.Repeat(0.97f, 2500)];
        double counted = Reliability.Measure([.. many.Skip(600).Select(_ => 1)], [.. many.Skip(600).SelectMany(p => (float[])[1 - p, p])], 2, resamples: 1).ErrorByChance;
        double normal = Reliability.Measure([.. many.Select(_ => 1)], [.. many.SelectMany(p => (float[])[1 - p, p])], 2, resamples: 1).ErrorByChance;
        Assert.Equal(counted * Math.Sqrt(1900.0 / 2500), normal, 1e-4);
    }

    /// <summary>The threshold decides what is told, and confidence belongs to that.</summary>
    [Fact]
    public void The_confidence_is_that_of_the_class_that_is_told()
    {
        var found = Reliability.Measure([1, 0], [0.7f, 0.3f, 0.9f, 0.1f], 2, threshold: 0.25f, resamples: 1);
        ReliabilityBin low = Assert.Single(found.Diagram, bin => bin.Count == 1 && bin.High < 0.5);
        Assert.Equal((1, 0.3), (low.Accuracy, Math.Round(low.Confidence, 6)));
        Assert.Equal((0.7 + 0.1) / 2, found.Error, 1e-6);
    }

    [Fact]
    public void The_interval_is_the_same_again_and_another_over_groups()
    {
        (int[] labels, float[] rows) = TemperatureScalingTests.Drawn(4, 120, 3);
        string[] groups = [.. labels.Select((label, i) => $"{label}-{i % 8}")];
        Interval first = Reliability.Measure(labels, rows, 2).ErrorInterval, again = Reliability.Measure(labels, rows, 2).ErrorInterval;
        Assert.Equal(first, again);
        Assert.NotEqual(first, Reliability.Measure(labels, rows, 2, groups: groups).ErrorInterval);
        Assert.Throws<ArgumentException>(() => Reliability.Measure(labels, rows, 2, groups: ["one"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Reliability.Measure(labels, rows, 2, temperature: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Reliability.Measure(labels, rows, 2, resamples: 0));
    }
}
