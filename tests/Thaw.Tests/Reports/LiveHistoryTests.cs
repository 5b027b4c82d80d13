using System.Text;
using Thaw.Comparison;
using Thaw.Reports;
using Thaw.Reports.Csv;

namespace Thaw.Tests.Reports;

public sealed class LiveHistoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thaw-history-");

    private string File => Path.Combine(_folder.FullName, "history.csv");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_ends_as_the_history_of_the_reports()
    {
        ComparisonResult result = SampleComparison.TwoClasses();
        using (var history = new LiveHistory(_folder.FullName))
        {
            foreach (ComparisonProgress progress in Progress(result))
                history.Report(progress);
        }
        using var stream = new MemoryStream();
        HistoryCsv.Write(result, stream);
        Assert.Equal(Encoding.UTF8.GetString(stream.ToArray()), System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void The_first_epoch_is_there_at_once_others_when_it_is_time_and_the_last_at_the_end()
    {
        var clock = new SlowClock();
        ComparisonProgress[] progress = [.. Progress(SampleComparison.Of("frozen"))];
        using var passedOn = new LiveHistory(_folder.FullName, null, clock);
        passedOn.Report(progress[0]);
        Assert.Equal(2, Lines());
        clock.Step = TimeSpan.Zero;
        passedOn.Report(progress[1]); // writing took long, so the next is not due
        Assert.Equal(2, Lines());
        clock.Now += TimeSpan.FromSeconds(2001);
        passedOn.Report(progress[2]);
        Assert.Equal(4, Lines());
        clock.Step = TimeSpan.FromSeconds(10);
        clock.Now += TimeSpan.FromSeconds(1);
        foreach (ComparisonProgress epoch in progress[3..])
            passedOn.Report(epoch);
        Assert.Equal(progress.Length + 1, Lines());
    }

    [Fact]
    public void What_was_not_due_is_written_when_a_trial_stops_early_or_the_run_does()
    {
        var clock = new SlowClock();
        ComparisonProgress[] progress = [.. Progress(SampleComparison.TwoClasses())];
        var history = new LiveHistory(_folder.FullName, null, clock);
        history.Report(progress[0]);
        history.Report(progress[1]);
        Assert.Equal(2, Lines());
        history.Report(progress.First(epoch => epoch.Trial == 2)); // the first trial diverged after two epochs
        Assert.Equal(3, Lines());
        history.Dispose();
        Assert.Equal(4, Lines());
    }

    private int Lines() => System.IO.File.ReadAllLines(File).Length;

    private static IEnumerable<ComparisonProgress> Progress(ComparisonResult result)
    {
        int trials = result.Plans.Sum(plan => plan.Trials.Count), number = 0;
        foreach (PlanResult plan in result.Plans)
        {
            foreach (TrialResult trial in plan.Trials)
            {
                number++;
                foreach (Thaw.Training.EpochRow row in trial.History)
                    yield return new ComparisonProgress(plan.Plan, trial.Seed, number, trials, trial.History.Count, row);
            }
        }
    }

    /// <summary>A clock that goes on by a step whenever it is looked at.</summary>
    private sealed class SlowClock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

        public TimeSpan Step { get; set; } = TimeSpan.FromSeconds(10);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => (Now += Step).Ticks;
    }
}
