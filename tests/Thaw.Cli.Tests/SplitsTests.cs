using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Thaw.Cli.Tests;

/// <summary>A comparison on several splits, and reports of several runs.</summary>
[Collection(WorkshopTests.Name)]
public sealed class SplitsTests(Workshop workshop)
{
    [Fact]
    public void EachSplitIsARunOfItsOwnAndAllArePooledAndAStoppedOneGoesOn()
    {
        Ended ended = workshop.Run(["compare", "pics", .. Workshop.Small, "--splits", "3", "--out", "three"]);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        string[] lines = ended.Out.Split('\n');
        Assert.Single(lines, line => line.StartsWith("Reading 40 pictures", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Split 3 of 3: full, seed 2 (trial 4 of 4): 2 epochs in ", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("All 3 splits that are left: about ", StringComparison.Ordinal));
        Assert.Contains("Report: three/report.html", lines);
        // The first split is the run without the option
        Assert.Equal(ReportJson.LastingOf(workshop.At("runs", "compare")), ReportJson.LastingOf(workshop.At("three", "split-1")));
        Assert.NotEqual(ReportJson.LastingOf(workshop.At("three", "split-1")), ReportJson.LastingOf(workshop.At("three", "split-2")));
        foreach (string file in (string[])["run.yaml", "report.html", "report.md", "split-3/models/full.zip", "split-3/tensorboard/full-seed2/events.out.tfevents.thaw"])
            Assert.True(File.Exists(workshop.At("three", file)), file);
        string whole = ReportJson.LastingOf(workshop.At("three"));
        JsonNode report = JsonNode.Parse(whole)!;
        Assert.Equal(("runs", "split-2", 1), ((string?)report["kind"], (string?)report["runs"]![1]!["folder"], (int)report["runs"]![1]!["splitSeed"]!));
        Assert.Equal((3, 6), ((int)report["pooled"]![0]!["splits"]!, (int)report["pooled"]![0]!["trials"]!));

        // As if it had been stopped while the second split wrote its reports
        DateTime before = File.GetLastWriteTimeUtc(workshop.At("three", "split-1", "report.json"));
        File.Delete(workshop.At("three", "split-2", "report.html"));
        File.Delete(workshop.At("three", "report.json"));
        Ended resumed = workshop.Run("run", "three/run.yaml", "--resume");
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.Contains("Split 1 of 3: finished before.\n", resumed.Out, StringComparison.Ordinal);
        Assert.Contains("Split 2 of 3: In all: nothing left to do.\n", resumed.Out, StringComparison.Ordinal);
        Assert.Equal(whole, ReportJson.LastingOf(workshop.At("three")));
        Assert.Equal(before, File.GetLastWriteTimeUtc(workshop.At("three", "split-1", "report.json")));
    }

    [Fact]
    public void AStoppedRunKeepsItsHistoryAndNamesTheWholeRun()
    {
        string[] longer = ["--backbone", "tiny.safetensors", "--plans", "full", "--seeds", "1", "--epochs", "5000", "--head-units", "8", "--splits", "2"];
        using Process process = ThawProcess.Start(workshop.Folder, ["compare", "pics", .. longer, "--out", "long"]);
        while (!File.Exists(workshop.At("long", "split-1", "history.csv")))
        {
            Assert.False(process.HasExited, "The run ended before it could be stopped.");
            Thread.Sleep(5);
        }
        using (Process kill = Process.Start("/bin/sh", ["-c", FormattableString.Invariant($"kill -TERM {process.Id}")]))
            kill.WaitForExit();
        Ended stopped = ThawProcess.Wait(process);
        Assert.Equal((130, "thaw: Stopped; 'thaw run long/run.yaml --resume' finishes this run.\n"), (stopped.Code, stopped.Error));
        Assert.True(File.ReadAllLines(workshop.At("long", "split-1", "history.csv")).Length > 1);
        Assert.False(Directory.Exists(workshop.At("long", "split-2")));
    }

    [Fact]
    public void PicturesWithOneSplitAreRefused()
    {
        foreach (string part in (string[])["train", "val", "test"])
            workshop.CopyPictures(Path.Combine("parts", part));
        Ended ended = workshop.Run(["compare", "parts", .. Workshop.Small, "--splits", "2", "--out", "one"]);
        Assert.Equal(2, ended.Code);
        Assert.Contains("there is one split only", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(workshop.At("one")));
        Assert.Equal(2, workshop.Run(["compare", "pics", "--splits", "0"]).Code);
    }

    [Fact]
    public void FinishedRunsAreSetSideBySide()
    {
        Assert.Equal(0, workshop.Run(["compare", "pics", .. Workshop.Small, "--split-seed", "7", "--out", "seventh"]).Code);
        Ended ended = workshop.Run("report", "runs/compare", "seventh", "--out", "both");
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Contains("Over 2 splits, full was ", ended.Out, StringComparison.Ordinal);
        Assert.Contains("Report: both/report.html", ended.Out, StringComparison.Ordinal);
        Ended again = workshop.Run("report", "runs/compare", "seventh", "--out", "both", "--json"); // its own folder is written again
        Assert.Equal(File.ReadAllText(workshop.At("both", "report.json")), again.Out);
        Assert.Equal("Report: runs/report/report.html", workshop.Run("report", "seventh").Out.Split('\n')[^2]);
    }

    [Theory]
    [InlineData(1, "'runs/compare' holds something else than a report of several runs", "report", "runs/compare", "--out", "runs/compare")]
    [InlineData(1, "No run at 'nowhere'; expected the folder of a finished run", "report", "nowhere")]
    [InlineData(1, "'pics' has no report.json; expected the folder of a finished run", "report", "pics")]
    [InlineData(1, "'tiny.yaml' is a file", "report", "runs/compare", "--out", "tiny.yaml")]
    [InlineData(1, "stands there twice", "report", "runs/compare", "runs/compare/")]
    [InlineData(2, "RUN", "report")]
    public void WhatCannotBeReportedIsOneLine(int code, string expected, params string[] arguments)
    {
        Ended ended = workshop.Run(arguments);
        Assert.Equal(code, ended.Code);
        Assert.Contains(expected, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }
}
