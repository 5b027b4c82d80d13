using System.Runtime.ExceptionServices;

namespace Thaw.Training;

/// <summary>
/// Hands out the inputs of a pass over examples, batch after batch. Where filling them takes long, a thread fills the next batch while the
/// caller works on the current one; what comes, and in what order, is the same as without. A batch takes no memory of its own: there are
/// two buffers, which take turns. One caller at a time.
/// </summary>
/// <param name="batchSize">Most examples a batch, at least 1.</param>
/// <param name="inputLength">Floats an example.</param>
internal sealed class PreparedBatches(int batchSize, int inputLength) : IDisposable
{
    private readonly float[][] _buffers = [new float[batchSize * inputLength], new float[batchSize * inputLength]];

    // Guarded by _gate, which is told of every change: batches of the pass, filled, handed out, and no longer in use by the caller
    private readonly object _gate = new();
    private IBatchSource? _source;
    private int[] _examples = [];
    private int _view;
    private int _batches;
    private int _filled;
    private int _handedOut;
    private int _free;
    private bool _filling;
    private bool _stopping;
    private ExceptionDispatchInfo? _error;
    private Thread? _thread;

    /// <summary>Starts a pass; what is left of the last one is dropped.</summary>
    /// <param name="source">What fills; used by one thread at a time, until the pass has ended.</param>
    /// <param name="examples">All examples of the pass in their order; must not change until the pass has ended.</param>
    /// <param name="view">Passed on to the source.</param>
    public void Begin(IBatchSource source, int[] examples, int view)
    {
        lock (_gate)
        {
            End();
            _source = source;
            _examples = examples;
            _view = view;
            _batches = (examples.Length + batchSize - 1) / batchSize;
            if (source.IsSlow && _thread is null)
            {
                _thread = new Thread(Work) { IsBackground = true, Name = "thaw-input" };
                _thread.Start();
            }
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The next batch of the pass.</summary>
    /// <param name="input">Its inputs, one after the other; valid until the next call.</param>
    /// <returns>Its examples; none at the end of the pass.</returns>
    /// <remarks>What the source throws is thrown here, in place of the batch that it belongs to.</remarks>
    public ReadOnlySpan<int> Next(out ReadOnlySpan<float> input)
    {
        int batch;
        lock (_gate)
        {
            input = default;
            _free = _handedOut;
            if (_handedOut == _batches)
                return default;
            Monitor.PulseAll(_gate);
            while (_source!.IsSlow && _filled == _handedOut && _error is null)
                Monitor.Wait(_gate);
            if (_filled == _handedOut)
                _error?.Throw();
            batch = _handedOut++;
        }
        if (!_source.IsSlow)
        {
            Fill(batch);
            _filled++;
        }
        ReadOnlySpan<int> examples = ExamplesOf(batch);
        input = _buffers[batch % 2].AsSpan(0, examples.Length * inputLength);
        return examples;
    }

    /// <summary>Ends the pass and the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            End();
            _stopping = true;
            Monitor.PulseAll(_gate);
        }
        _thread?.Join();
    }

    private void Work()
    {
        while (true)
        {
            int batch;
            lock (_gate)
            {
                while (!_stopping && !HasWork())
                    Monitor.Wait(_gate);
                if (_stopping)
                    return;
                batch = _filled;
                _filling = true;
            }
            ExceptionDispatchInfo? error = null;
            try
            {
                Fill(batch);
            }
            catch (Exception e)
            {
                error = ExceptionDispatchInfo.Capture(e);
            }
            lock (_gate)
            {
                _filling = false;
                _error = error;
                if (error is null)
                    _filled++;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool HasWork() => _source is { IsSlow: true } && _error is null && _filled < _batches && _filled - _free < _buffers.Length;

    // Leaves no pass and nothing that is being filled
    private void End()
    {
        _batches = 0;
        while (_filling)
            Monitor.Wait(_gate);
        _filled = _handedOut = _free = 0;
        _error = null;
        _source = null;
    }

    private ReadOnlySpan<int> ExamplesOf(int batch)
    {
        int first = batch * batchSize;
        return _examples.AsSpan(first, Math.Min(batchSize, _examples.Length - first));
    }

    private void Fill(int batch)
    {
        ReadOnlySpan<int> examples = ExamplesOf(batch);
        _source!.Fill(examples, _view, _buffers[batch % 2].AsSpan(0, examples.Length * inputLength));
    }
}
