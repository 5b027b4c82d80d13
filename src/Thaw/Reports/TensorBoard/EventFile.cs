using System.Buffers.Binary;
using Google.Protobuf;
using Thaw.Comparison;
using Thaw.Training;

namespace Thaw.Reports.TensorBoard;

/// <summary>
/// A trial as an event file that TensorBoard reads: records (length as 8 bytes, its masked checksum, an <c>Event</c>, its masked checksum; all little-endian),
/// first the file's version, then the scalars of each epoch.
/// </summary>
internal static class EventFile
{
    /// <summary>The name in the trial's folder; TensorBoard looks for files with <c>tfevents</c> in theirs.</summary>
    public const string Name = "events.out.tfevents.thaw";

    /// <summary>
    /// Writes the epochs' scalars under the tags <c>loss/train</c>, <c>loss/validation</c>, <c>accuracy/train</c>, <c>accuracy/validation</c> and <c>learning-rate</c>;
    /// the step is the epoch. A loss that is not a number is written as one that is none, which TensorBoard marks.
    /// </summary>
    /// <param name="trial">The trial.</param>
    /// <param name="started">When the run began; an epoch's time is this and the seconds of the trial's epochs up to its end.</param>
    /// <param name="stream">Written to and left open.</param>
    public static void Write(TrialResult trial, DateTimeOffset started, Stream stream)
    {
        double time = started.ToUnixTimeMilliseconds() / 1000.0;
        Append(stream, new Event { WallTime = time, FileVersion = "brain.Event:2" });
        foreach (EpochRow row in trial.History)
        {
            time += double.IsFinite(row.Seconds) ? row.Seconds : 0;
            var summary = new Summary();
            foreach ((string tag, double value) in Scalars(row))
                summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = (float)value });
            Append(stream, new Event { WallTime = time, Step = row.Epoch, Summary = summary });
        }
    }

    private static IEnumerable<(string Tag, double Value)> Scalars(EpochRow row) =>
    [
        ("loss/train", row.TrainLoss), ("loss/validation", row.ValidationLoss),
        ("accuracy/train", row.TrainAccuracy), ("accuracy/validation", row.ValidationAccuracy),
        ("learning-rate", row.LearningRate),
    ];

    private static void Append(Stream stream, Event message)
    {
        byte[] data = message.ToByteArray();
        Span<byte> length = stackalloc byte[sizeof(ulong)], checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)data.Length);
        stream.Write(length);
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, RecordChecksum.Masked(length));
        stream.Write(checksum);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, RecordChecksum.Masked(data));
        stream.Write(checksum);
    }
}
