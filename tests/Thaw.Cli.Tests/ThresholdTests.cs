using System.Globalization;
using System.Text.Json;

namespace Thaw.Cli.Tests;

/// <summary>A threshold that is chosen on validation pictures, from the option to the saved model.</summary>
[Collection(WorkshopTests.Name)]
public sealed class ThresholdTests(Workshop workshop)
{
    [Fact]
    public void AChosenThresholdDecidesInReportsAndInTheModel()
    {
        Ended ended = workshop.Run(["compare", "pics", .. Workshop.Small, "--threshold", "recall=1", "--out", "chosen"]);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Contains("\nthreshold: \"recall=1\"\n", File.ReadAllText(workshop.At("chosen", "run.yaml")), StringComparison.Ordinal);
        using var report = JsonDocument.Parse(File.ReadAllText(workshop.At("chosen", "report.json")));
        Assert.Equal("recall=1", report.RootElement.GetProperty("setup").GetProperty("threshold").GetString());
        JsonElement full = report.RootElement.GetProperty("plans")[1], before = Plan(workshop.At("runs", "compare", "report.json"));
        double threshold = full.GetProperty("calibration").GetProperty("threshold").GetDouble();
        Assert.NotEqual(0.5, threshold);
        Assert.Equal(before.GetProperty("metrics").GetProperty("areaUnderRocCurve").GetRawText(), full.GetProperty("metrics").GetProperty("areaUnderRocCurve").GetRawText());
        Assert.NotEqual(before.GetProperty("metrics").GetProperty("positiveRecall").GetRawText(), full.GetProperty("metrics").GetProperty("positiveRecall").GetRawText());

        string[][] rows = [.. File.ReadAllLines(workshop.At("chosen", "predictions.csv")).Skip(1).Select(line => line.Split(',')).Where(row => row[2] == "full" && row[4] == "1")];
        Assert.All(rows, row => Assert.Equal(double.Parse(row[8], CultureInfo.InvariantCulture) >= threshold ? "intact" : "cracked", row[5]));
        Assert.Equal(rows.Count(row => row[5] == "intact"), full.GetProperty("confusionMatrix").EnumerateArray().Sum(truth => truth[1].GetInt32()));
        Ended predicted = workshop.Run(["predict", "chosen/models/full.zip", "--json", .. rows.Select(row => "pics/" + row[0])]);
        using var predictions = JsonDocument.Parse(predicted.Out);
        foreach ((JsonElement prediction, string[] row) in predictions.RootElement.GetProperty("predictions").EnumerateArray().Zip(rows))
        {
            string label = prediction.GetProperty("label").GetString()!;
            Assert.Equal(row[5], label);
            Assert.Equal(prediction.GetProperty("calibrated").GetProperty(label).GetSingle(), prediction.GetProperty("confidence").GetSingle());
            Assert.Equal(row[label == "intact" ? 8 : 7], prediction.GetProperty("probability").GetSingle().ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void ARunWithAnotherThresholdIsNotResumed()
    {
        Ended ended = workshop.Run("run", "runs/compare/run.yaml", "--threshold", "f1", "--resume");
        Assert.Equal(1, ended.Code);
        Assert.Contains("The run in 'runs/compare' has 'threshold: 0.5'", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("f2")]
    [InlineData("1.5")]
    [InlineData("recall=0")]
    public void WhatIsNoCriterionIsAUsageError(string criterion)
    {
        Ended ended = workshop.Run("compare", "pics", "--threshold", criterion);
        Assert.Equal(2, ended.Code);
        Assert.Contains($"--threshold: expected a number from 0 to 1, f1, youden, recall=SHARE or precision=SHARE with a share above 0 and up to 1, got '{criterion}'.", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreThanTwoClassesHaveNoThreshold()
    {
        foreach (string name in (string[])["a", "b", "c"])
        {
            Directory.CreateDirectory(workshop.At("trio", name));
            File.Copy(Directory.EnumerateFiles(workshop.At("pics", "intact")).First(), workshop.At("trio", name, "0.png"));
        }
        Ended ended = workshop.Run("compare", "trio", "--threshold", "f1");
        Assert.Equal(2, ended.Code);
        Assert.Contains("--threshold: f1 needs two classes, 'trio' has 3", ended.Error, StringComparison.Ordinal);
    }

    private static JsonElement Plan(string file)
    {
        using var report = JsonDocument.Parse(File.ReadAllText(file));
        return report.RootElement.GetProperty("plans")[1].Clone();
    }
}
