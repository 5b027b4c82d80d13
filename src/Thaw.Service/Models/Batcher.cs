using System.Diagnostics;
using Thaw.Serving;

namespace Thaw.Service.Models;

/// <summary>
/// Gathers pictures of many requests into batches for one classifier, which one thread of its own runs. A batch starts as soon as the network is free and either it
/// is full, or no announced picture is missing, or the time for gathering is over.
/// </summary>
internal sealed class Batcher
{
    /// <summary>Share of the newest batch in the moving mean of the time a picture takes.</summary>
    private const double Newest = 0.1;

    /// <summary>Longest wait for announced pictures where none is set.</summary>
    private static readonly TimeSpan LongestGathering = TimeSpan.FromMilliseconds(5);

    private readonly object _gate = new();
    private readonly Queue<PendingPicture> _ready = new();
    private readonly Classifier _classifier;
    private readonly int _maxBatch;
    private readonly TimeSpan? _gatherTime;
    private readonly Action<int, TimeSpan> _ran;
    private readonly Action _ended;
    private int _announced;
    private bool _ending;
    private double _secondsPerPicture;

    /// <param name="classifier">Runs the batches. Not disposed.</param>
    /// <param name="maxBatch">Most pictures of a batch, at least 1.</param>
    /// <param name="gatherTime">How long a batch waits for announced pictures; null for as long as the network takes for those that are there, 5 ms at most.</param>
    /// <param name="ran">Hears of the number of pictures of each batch and its time.</param>
    /// <param name="ended">Called at last, when <see cref="End"/> was and all that was ready is answered.</param>
    public Batcher(Classifier classifier, int maxBatch, TimeSpan? gatherTime, Action<int, TimeSpan> ran, Action ended)
    {
        (_classifier, _maxBatch, _gatherTime, _ran, _ended) = (classifier, maxBatch, gatherTime, ran, ended);
        new Thread(Work) { IsBackground = true, Name = "Thaw batches" }.Start();
    }

    /// <summary>Moving mean of the time that the network takes for a picture of a batch, in seconds; 0 before the first.</summary>
    public double SecondsPerPicture => Volatile.Read(ref _secondsPerPicture);

    private TimeSpan GatherTime => _gatherTime ?? TimeSpan.FromSeconds(Math.Min(LongestGathering.TotalSeconds, _ready.Count * _secondsPerPicture));

    /// <summary>Tells of pictures that will come by <see cref="Add"/> or be taken back by <see cref="Withdraw"/>.</summary>
    public void Announce(int count)
    {
        lock (_gate)
            _announced += count;
    }

    /// <summary>Takes back what was announced.</summary>
    public void Withdraw(int count)
    {
        if (count == 0)
            return;
        lock (_gate)
        {
            _announced -= count;
            WakeIfWorthwhile();
        }
    }

    /// <summary>Adds an announced picture that was read.</summary>
    public void Add(PendingPicture picture)
    {
        lock (_gate)
        {
            _announced--;
            _ready.Enqueue(picture);
            WakeIfWorthwhile();
        }
    }

    /// <summary>Ends the thread once all that is ready is answered. Nothing may be added any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ending = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waking for each picture of a batch would cost more than it brings: the first, the last and a full batch count.</summary>
    private void WakeIfWorthwhile()
    {
        if (_ready.Count == 1 || _ready.Count >= _maxBatch || _announced == 0)
            Monitor.Pulse(_gate);
    }

    private void Work()
    {
        var batch = new List<PendingPicture>(_maxBatch);
        while (Take(batch))
        {
            if (batch.Count > 0)
                Run(batch);
            batch.Clear();
        }
        _ended();
    }

    private bool Take(List<PendingPicture> batch)
    {
        lock (_gate)
        {
            while (_ready.Count == 0)
            {
                if (_ending)
                    return false;
                Monitor.Wait(_gate);
            }
            long started = Stopwatch.GetTimestamp();
            while (_ready.Count < _maxBatch && _announced > 0 && GatherTime - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } left)
                Monitor.Wait(_gate, left);
            while (batch.Count < _maxBatch && _ready.TryDequeue(out PendingPicture? pending))
            {
                if (!pending.IsAbandoned)
                    batch.Add(pending);
            }
            return true;
        }
    }

    private void Run(List<PendingPicture> batch)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            IReadOnlyList<Prediction> predictions = _classifier.Classify(batch.ConvertAll(pending => pending.Picture!));
            TimeSpan time = Stopwatch.GetElapsedTime(started);
            double seconds = time.TotalSeconds / batch.Count;
            Volatile.Write(ref _secondsPerPicture, _secondsPerPicture == 0 ? seconds : (1 - Newest) * _secondsPerPicture + Newest * seconds);
            _ran(batch.Count, time);
            for (int i = 0; i < batch.Count; i++)
                batch[i].Complete(predictions[i]);
        }
        catch (Exception e)
        {
            // Whatever it is belongs to the requests that wait; the thread must go on for the others
            foreach (PendingPicture pending in batch)
                pending.Fail(e);
        }
    }
}
