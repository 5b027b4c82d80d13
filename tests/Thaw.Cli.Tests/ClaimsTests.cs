using System.Text.Json.Nodes;

namespace Thaw.Cli.Tests;

/// <summary>A study of the claims, from its recipe to its reports.</summary>
[Collection(WorkshopTests.Name)]
public sealed class ClaimsTests(Workshop workshop)
{
    private const string Small = """
        kind: claims
        sets: near
        distances: [1, 0]
        pictures: [10, 12]
        test-pictures: 8
        backbone: tiny.safetensors
        plans: [frozen, full, two-phase]
        seeds: [1, 2]
        epochs: 2
        head-units: 8
        sweep-distances: 1
        """;

    [Fact]
    public void AStudyIsRunAndWrittenUpAndAStoppedOneGoesOn()
    {
        Ended ended = workshop.RunRecipe("study.yaml", Small);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        string[] lines = ended.Out.Split('\n');
        Assert.Contains("Writing to runs/study.", lines);
        Assert.Contains(lines, line => line.StartsWith("near-1-12 (4 of 4): from-block2, seed 2 (trial 14 of 14): 2 epochs in ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("About ", StringComparison.Ordinal) && line.EndsWith(" left.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("1. time: ", StringComparison.Ordinal));
        Assert.Contains("Report: runs/study/claims.html", lines);
        foreach (string file in (string[])["claims.md", "claims.json", "cells/near-0-10/report.html", "cells/near-1-12/tensorboard/full-seed2/events.out.tfevents.thaw"])
            Assert.True(File.Exists(workshop.At("runs", "study", file)), file);
        Assert.False(Directory.Exists(workshop.At("runs", "study", "pictures")));
        Assert.False(Directory.Exists(workshop.At("runs", "study", "cells", "near-0-10", "models")));
        JsonNode report = JsonNode.Parse(Lasting())!, cell = JsonNode.Parse(File.ReadAllText(workshop.At("runs", "study", "cells", "near-1-10", "report.json")))!;
        Assert.Equal(["near-0-10", "near-0-12", "near-1-10", "near-1-12"], report["cells"]!.AsArray().Select(item => (string?)item!["name"]));
        Assert.Equal(["train:10,10", "validation:10,10", "test:8,8"], cell["data"]!["parts"]!.AsArray().Select(part => $"{part!["name"]}:{string.Join(',', part["counts"]!.AsArray())}"));
        Assert.Equal("../../pictures/near-1-10.csv", (string?)cell["data"]!["source"]);
        Assert.Null(cell["plans"]![1]!["modelFile"]);
        Assert.Empty(cell["data"]!["duplicates"]!.AsArray());
        Assert.NotNull(report["cells"]![3]!["values"]!["block5MinusAll"]!["value"]);
        Assert.Null(report["cells"]![0]!["values"]!["block5MinusAll"]!["value"]);

        // As if it had been stopped while the third comparison wrote its reports
        string whole = Lasting();
        DateTime before = File.GetLastWriteTimeUtc(workshop.At("runs", "study", "cells", "near-0-10", "report.json"));
        File.Delete(workshop.At("runs", "study", "cells", "near-1-10", "report.html"));
        File.Delete(workshop.At("runs", "study", "claims.json"));
        Ended resumed = workshop.Run("run", "runs/study/run.yaml", "--resume");
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.Contains("near-0-10 (1 of 4): finished before.\n", resumed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("near-1-10 (3 of 4): finished before.", resumed.Out, StringComparison.Ordinal);
        Assert.Equal(whole, Lasting());
        Assert.Equal(before, File.GetLastWriteTimeUtc(workshop.At("runs", "study", "cells", "near-0-10", "report.json")));
    }

    [Theory]
    [InlineData("distances: [0, 2]", "line 3: distances: expected a distance from 0 to 1, got '2'")]
    [InlineData("distances: [nan]", "expected a distance from 0 to 1, got 'nan'")]
    [InlineData("distances: []", "expected at least one item, got an empty list")]
    [InlineData("distances: [0, 0.0]", "expected items that are all different")]
    [InlineData("sets: [neer]", "no drawn set with a distance is named 'neer'; did you mean 'near'?")]
    [InlineData("sets: [surfaces]", "no drawn set with a distance is named 'surfaces'")]
    [InlineData("sets: {a: b}", "expected a list, got a map")]
    [InlineData("pictures: [0]", "expected a whole number from 1 to 100000, got '0'")]
    [InlineData("pictures: [-5, 99999999999]", "expected a whole number from 1 to 100000, got '-5'")]
    [InlineData("test-pictures: 0", "expected a whole number from 1 to 100000, got '0'")]
    [InlineData("sweep-distances: 0.3", "expected one of the study's distances (0, 0.25, 0.5, 0.75, 1), got '0.3'")]
    [InlineData("lr: auto", "takes learning rates as numbers")]
    [InlineData("data: pics", "unknown key 'data'")]
    [InlineData("kinds: 1", "unknown key 'kinds'")]
    [InlineData("plans: [frozen, ful]", "no plan is named 'ful'")]
    [InlineData("plans: [{name: mine, phases: [{train-from: block9}]}]", "no layer or block is named 'block9'")]
    public void WhatIsWrongInTheRecipeIsOneLine(string wrong, string expected)
    {
        Ended ended = Within($"kind: claims\nbackbone: {workshop.At("tiny.safetensors")}\n{wrong}\n");
        Assert.Equal(2, ended.Code);
        Assert.Contains(expected, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsOfAComparisonAloneDoNotFit()
    {
        Ended ended = Within("kind: claims\n", "--splits", "2");
        Assert.Equal((2, "thaw: --splits does not fit a recipe of the kind 'claims'."), (ended.Code, Assert.Single(ended.ErrorLines)));
    }

    private Ended Within(string recipe, params string[] options)
    {
        string file = workshop.At($"wrong-{Guid.NewGuid():N}.yaml");
        File.WriteAllText(file, recipe);
        return ThawProcess.Within(["run", file, .. options]);
    }

    // What does not change from run to run
    private string Lasting()
    {
        JsonObject report = JsonNode.Parse(File.ReadAllText(workshop.At("runs", "study", "claims.json")))!.AsObject();
        report.Remove("environment");
        report.Remove("timing");
        return report.ToJsonString();
    }
}
