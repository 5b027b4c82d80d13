using System.Text.Json.Nodes;

namespace Thaw.Cli.Tests;

/// <summary><c>thaw advise</c> and the advice of a comparison.</summary>
[Collection(WorkshopTests.Name)]
public sealed class AdviseTests(Workshop workshop)
{
    [Fact]
    public void SaysAPlanAndWhy()
    {
        Ended ended = workshop.Run("advise", "pics", "--backbone", "tiny.safetensors", "--epochs", "2", "--head-units", "8");
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Contains("block5_pool, all", ended.Out, StringComparison.Ordinal);
        Assert.Contains("not known (nothing is known of the pictures that the backbone was trained on)", ended.Out, StringComparison.Ordinal);
        Assert.Matches(@"\nAdvised: [a-z-]+\. The chance that it ends within a point of the best of these plans is put at \d+%\.\n", ended.Out);
        Assert.Contains("(advised)", ended.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workshop.At("runs", "advise")));
    }

    [Fact]
    public void JsonIsAllThatStdoutGetsAndThreadsChangeNothingButTimes()
    {
        JsonNode one = Json("--threads", "1"), two = Json("--threads", "2");
        Assert.Equal(one["advice"]!.ToJsonString(), two["advice"]!.ToJsonString());
        Assert.Equal(["frozen", "full"], one["timing"]!["plans"]!.AsArray().Select(plan => (string?)plan!["name"]));
        Assert.Equal(["one", "distance", "room"], one["advice"]!["features"]!.AsObject().Select(feature => feature.Key));

        JsonNode Json(params string[] more)
        {
            Ended ended = workshop.Run(["advise", "pics", .. Workshop.Small, "--json", .. more]);
            Assert.Equal(0, ended.Code);
            return JsonNode.Parse(ended.Out)!;
        }
    }

    [Fact]
    public void AComparisonAdvisesTheSameUnlessItIsNotTo()
    {
        JsonNode report = JsonNode.Parse(File.ReadAllText(workshop.At("runs", "compare", "report.json")))!["advice"]!;
        JsonNode alone = JsonNode.Parse(workshop.Run(["advise", "pics", .. Workshop.Small, "--json"]).Out)!["advice"]!;
        Assert.Equal(alone["measurements"]!.ToJsonString(), report["measurements"]!.ToJsonString());
        Assert.Equal((string?)alone["plan"], (string?)report["plan"]);
        Assert.NotNull(report["gains"]![1]!["measured"]);
        Ended without = workshop.Run(["compare", "pics", .. Workshop.Small, "--no-advice", "--out", "without-advice"]);
        Assert.Equal((0, ""), (without.Code, without.Error));
        Assert.Null(JsonNode.Parse(File.ReadAllText(workshop.At("without-advice", "report.json")))!["advice"]);
        Assert.Contains("no-advice: true", File.ReadAllText(workshop.At("without-advice", "run.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void StatisticsOfTheSourceMakeDistancesKnown()
    {
        File.Copy(workshop.At("tiny.safetensors"), workshop.At("known.safetensors"), true);
        Ended made = workshop.Run("weights", "statistics", "known.safetensors", "pics", "--out", "known.source.safetensors", "--text", "drawn");
        Assert.Equal((0, ""), (made.Code, made.Error));
        JsonNode advice = JsonNode.Parse(workshop.Run("advise", "pics", "--backbone", "known.safetensors", "--plans", "frozen,full", "--json").Out)!["advice"]!;
        Assert.InRange((double)advice["measurements"]!["distance"]!, 0, 0.6);
        File.Copy(workshop.At("pics", "intact", "surfaces-000.png"), workshop.At("known.source.safetensors"), true);
        Ended damaged = workshop.Run("advise", "pics", "--backbone", "known.safetensors");
        Assert.Equal(1, damaged.Code);
        Assert.Contains("thaw weights statistics BACKBONE SOURCE", damaged.ErrorLines[^1], StringComparison.Ordinal);
        File.Delete(workshop.At("known.source.safetensors"));
    }

    [Theory]
    [InlineData(2, "--plans", "frozen,ful", "Did you mean 'full'")]
    [InlineData(2, "--validation", "0", "pictures for validation")]
    [InlineData(1, "--backbone", "vgg17", "vgg17")]
    [InlineData(1, "--group", "x(nothing)", "group")]
    public void WhatCannotBeIsOneLine(int code, string option, string value, string message)
    {
        Ended ended = workshop.Run("advise", "pics", option, value);
        Assert.Equal(code, ended.Code);
        Assert.Contains(message, ended.ErrorLines[^1], StringComparison.OrdinalIgnoreCase);
    }
}
