using System.Diagnostics;
using System.Globalization;

namespace Thaw.Cli.Tests;

/// <summary>A run that was stopped, by a signal or by force, is finished by --resume as if nothing had happened.</summary>
[Collection(WorkshopTests.Name)]
public sealed class ResumeTests(Workshop workshop)
{
    /// <summary>Long enough to be stopped in the middle.</summary>
    private static readonly string[] Long = ["--backbone", "tiny.safetensors", "--plans", "full,two-phase", "--seeds", "1", "--epochs", "60", "--head-units", "8", "--batch", "4"];

    [Fact]
    public void StoppedOrKilledRunsGiveTheSameReport()
    {
        Assert.Equal(0, workshop.Run(["compare", "pics", .. Long, "--out", "whole"]).Code);

        // TERM and INT (Ctrl-C) have one handler; INT is ignored by whatever a shell without job control put in the background
        Ended stopped = Stop("stopped", "TERM", "full-1.safetensors");
        Assert.Equal((130, "thaw: Stopped; 'thaw run stopped/run.yaml --resume' finishes this run.\n"), (stopped.Code, stopped.Error));
        Assert.False(File.Exists(workshop.At("stopped", "report.json")));
        Finish("run", "stopped/run.yaml", "--resume");
        Assert.Equal(ReportJson.LastingOf(workshop.At("whole")), ReportJson.LastingOf(workshop.At("stopped")));

        Ended killed = Stop("killed", "KILL", "two-phase-1.safetensors");
        Assert.NotEqual(0, killed.Code);
        Assert.True(File.Exists(workshop.At("killed", "checkpoints", "full-1.json")));
        Finish(["compare", "pics", .. Long, "--out", "killed", "--resume"]);
        Assert.Equal(ReportJson.LastingOf(workshop.At("whole")), ReportJson.LastingOf(workshop.At("killed")));
        foreach (string plan in (string[])["full", "two-phase"])
            Assert.Equal(File.ReadAllBytes(workshop.At("whole", "models", plan + ".zip")), File.ReadAllBytes(workshop.At("killed", "models", plan + ".zip")));
    }

    [Fact]
    public void ARunInUseIsLeftAlone()
    {
        string[] longer = [.. Long.Select(text => text == "60" ? "5000" : text)];
        using Process first = ThawProcess.Start(workshop.Folder, ["compare", "pics", .. longer, "--out", "busy"]);
        WaitFor(first, workshop.At("busy", "checkpoints", "full-1.safetensors"));
        Ended second = workshop.Run(["compare", "pics", .. longer, "--out", "busy", "--resume"]);
        first.Kill();
        first.WaitForExit();
        Assert.Contains("Another process is working in 'busy'", Assert.Single(second.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(1, second.Code);
    }

    private void Finish(params string[] arguments)
    {
        Ended ended = workshop.Run(arguments);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
    }

    private Ended Stop(string folder, string signal, string checkpoint)
    {
        using Process process = ThawProcess.Start(workshop.Folder, ["compare", "pics", .. Long, "--out", folder]);
        WaitFor(process, workshop.At(folder, "checkpoints", checkpoint));
        // The shell's own kill, as not every system has the program
        using (Process kill = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {process.Id}")]))
            kill.WaitForExit();
        return ThawProcess.Wait(process);
    }

    private static void WaitFor(Process process, string file)
    {
        while (!File.Exists(file))
        {
            Assert.False(process.HasExited, "The run ended before it could be stopped.");
            Thread.Sleep(2);
        }
    }
}
