namespace Thaw.Service.Models;

/// <summary>
/// Threads of their own that read the pictures of all requests, in the order in which they came, and hand them to the batches. On the threads of the pool, each picture
/// would hold up those requests that are only to be refused, and every probe of the service's health.
/// </summary>
internal sealed class PictureReaders : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<PendingPicture> _pending = new();
    private readonly long _maxPixels;
    private bool _ending;

    /// <param name="threads">How many; at least 1.</param>
    /// <param name="maxPixels">The most pixels of a picture.</param>
    public PictureReaders(int threads, long maxPixels)
    {
        _maxPixels = maxPixels;
        for (int i = 0; i < threads; i++)
            new Thread(Work) { IsBackground = true, Name = "Thaw pictures" }.Start();
    }

    /// <summary>Reads a picture and adds it to its model's batches, or withdraws it from them where it can't be read or nobody waits for it any more.</summary>
    /// <param name="picture">Announced to the model's batches.</param>
    public void Add(PendingPicture picture)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ending, this);
            _pending.Enqueue(picture);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Ends the threads once all that was added is read.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ending = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Work()
    {
        while (Take() is { } picture)
        {
            if (picture.TryRead(_maxPixels))
                picture.Model.Batcher.Add(picture);
            else
                picture.Model.Batcher.Withdraw(1);
        }
    }

    private PendingPicture? Take()
    {
        lock (_gate)
        {
            PendingPicture? picture;
            while (!_pending.TryDequeue(out picture) && !_ending)
                Monitor.Wait(_gate);
            return picture;
        }
    }
}
