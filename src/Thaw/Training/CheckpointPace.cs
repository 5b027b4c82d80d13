using System.Diagnostics;

namespace Thaw.Training;

/// <summary>
/// Says when to keep a trial's state: after the first epoch, and then whenever so much time has gone by that writing takes a fiftieth of it at
/// most. Long epochs are kept one by one; of epochs of milliseconds a stop loses a second's worth or so.
/// </summary>
internal sealed class CheckpointPace
{
    /// <summary>Writing takes one part in so many of the time, at most.</summary>
    public const int Share = 50;

    private long _next = long.MinValue;

    /// <summary>Whether it is time.</summary>
    public bool IsDue => Stopwatch.GetTimestamp() >= _next;

    /// <summary>Writes, and sets when to write again.</summary>
    public void Write(Action write)
    {
        long start = Stopwatch.GetTimestamp();
        write();
        long end = Stopwatch.GetTimestamp();
        _next = end + Share * (end - start);
    }
}
