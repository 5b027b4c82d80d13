using Thaw.Comparison;
using Thaw.Images;
using Thaw.Reports.Csv;
using Thaw.Training;

namespace Thaw.Reports;

/// <summary>
/// Keeps <c>history.csv</c> up to date while a comparison runs, so that a long one can be watched, and one that is stopped leaves what it did. The file is
/// written anew, whole, after an epoch, as often as takes a small part of the time; at the latest when a trial has ended and when this is disposed of.
/// Give it to <see cref="PlanComparison.Run"/>; not thread-safe.
/// </summary>
public sealed class LiveHistory : IProgress<ComparisonProgress>, IDisposable
{
    /// <summary>Writing takes at most this part of the time, about.</summary>
    private const double Share = 0.01;

    private readonly string _file;
    private readonly IProgress<ComparisonProgress>? _next;
    private readonly TimeProvider _clock;
    private readonly List<(string Plan, ulong Seed, EpochRow Row)> _rows = [];
    private TimeSpan _pause;
    private long _written;
    private int _trial;
    private bool _isDue;

    /// <summary>Begins; nothing is written before the first epoch.</summary>
    /// <param name="folder">The run folder, which is there.</param>
    /// <param name="next">Told every epoch too; may be null; not owned.</param>
    public LiveHistory(string folder, IProgress<ComparisonProgress>? next = null) : this(folder, next, TimeProvider.System)
    {
    }

    internal LiveHistory(string folder, IProgress<ComparisonProgress>? next, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(folder);
        _file = Path.Combine(folder, "history.csv");
        _next = next;
        _clock = clock;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Report(ComparisonProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (_isDue && value.Trial != _trial)
            Write();
        _trial = value.Trial;
        _rows.Add((value.Plan, value.Seed, value.Row));
        _isDue = true;
        if (value.Row.Epoch == value.Epochs || _written == 0 || _clock.GetElapsedTime(_written) >= _pause)
            Write();
        _next?.Report(value);
    }

    /// <summary>Writes what is not written yet.</summary>
    public void Dispose()
    {
        if (_isDue)
            Write();
    }

    private void Write()
    {
        long start = _clock.GetTimestamp();
        AtomicFile.Write(_file, stream => HistoryCsv.Write(_rows, stream));
        _written = _clock.GetTimestamp();
        _pause = _clock.GetElapsedTime(start) / Share;
        _isDue = false;
    }
}
