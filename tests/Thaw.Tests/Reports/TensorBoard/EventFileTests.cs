using System.Text;
using Thaw.Comparison;
using Thaw.Reports;
using Thaw.Reports.TensorBoard;
using Thaw.Tests.References;
using Thaw.Training;

namespace Thaw.Tests.Reports.TensorBoard;

public sealed class EventFileTests : IDisposable
{
    private static readonly DateTimeOffset Started = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thaw-events-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The vectors of RFC 3720, appendix B.4, and the customary check value.</summary>
    [Fact]
    public void The_checksum_is_Castagnolis()
    {
        Assert.Equal(0x8A9136AAu, RecordChecksum.Crc(new byte[32]));
        Assert.Equal(0x62A8AB43u, RecordChecksum.Crc([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, RecordChecksum.Crc([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0x113FDB5Cu, RecordChecksum.Crc([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]));
        Assert.Equal(0xE3069283u, RecordChecksum.Crc(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0u, RecordChecksum.Crc([]));
        Assert.Equal(0xA282EAD8u, RecordChecksum.Masked([]));
    }

    [Fact]
    public void Each_epoch_is_a_step_with_its_scalars()
    {
        TrialResult trial = SampleComparison.TwoClasses().Plans[3].Trials[1];
        IReadOnlyList<EventRecord> events = Read(trial);
        Assert.Equal(("brain.Event:2", 0L, 1893553445.0), (events[0].FileVersion, events[0].Step, events[0].WallTime));
        Assert.Equal(trial.History.Count, events.Count - 1);
        double time = 1893553445.0;
        foreach ((EpochRow row, EventRecord written) in trial.History.Zip(events.Skip(1)))
        {
            time += row.Seconds;
            Assert.Equal(row.Epoch, written.Step);
            Assert.Equal(time, written.WallTime, 4);
            Assert.Equal(
            [
                ("loss/train", (float)row.TrainLoss), ("loss/validation", (float)row.ValidationLoss), ("accuracy/train", (float)row.TrainAccuracy),
                ("accuracy/validation", (float)row.ValidationAccuracy), ("learning-rate", (float)row.LearningRate),
            ], written.Scalars);
        }
    }

    [Fact]
    public void Losses_that_overflowed_are_written_as_what_they_are()
    {
        TrialResult trial = SampleComparison.TwoClasses().Plans[0].Trials[0];
        TrialResult diverged = trial with { History = [trial.History[0] with { TrainLoss = double.NaN, ValidationLoss = double.PositiveInfinity, Seconds = double.NaN }] };
        EventRecord written = Read(diverged)[1];
        Assert.Equal([float.NaN, float.PositiveInfinity], written.Scalars.Take(2).Select(scalar => scalar.Value));
        Assert.Equal(1893553445.0, written.WallTime, 4);
    }

    [Fact]
    public void Every_trial_of_a_run_has_a_folder_whatever_its_plan_is_called()
    {
        RunReports.WriteAll(SampleComparison.TwoClasses(), _folder.FullName, SampleComparison.TestPicture);
        string[] expected = [.. SampleComparison.TwoClasses().Plans.SelectMany(plan => plan.Trials.Select(trial => $"{plan.Plan}-seed{trial.Seed}"))];
        Assert.Equal(expected.Order(), Directory.GetDirectories(Path.Combine(_folder.FullName, "tensorboard")).Select(Path.GetFileName).Order());
        string file = Path.Combine(_folder.FullName, "tensorboard", "full-seed2", "events.out.tfevents.thaw");
        Assert.Equal(15, EventRecord.ReadAll(File.ReadAllBytes(file)).Count);

        string hostile = Path.Combine(_folder.FullName, "hostile");
        RunReports.WriteAll(SampleComparison.Hostile(), hostile, SampleComparison.TestPicture);
        Assert.Equal(["-cmd----C-calc--A0-seed1", "frozen-seed1"], Directory.GetDirectories(Path.Combine(hostile, "tensorboard")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<EventRecord> Read(TrialResult trial)
    {
        using var stream = new MemoryStream();
        EventFile.Write(trial, Started, stream);
        return EventRecord.ReadAll(stream.ToArray());
    }
}
