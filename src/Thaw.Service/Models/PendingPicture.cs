using Thaw.Images;
using Thaw.Serving;

namespace Thaw.Service.Models;

/// <summary>A picture of a request on its way: it waits to be read, is read, waits for the network, and is answered. Thread-safe.</summary>
/// <param name="source">What came with the request.</param>
/// <param name="model">Answers it.</param>
internal sealed class PendingPicture(RequestPicture source, LoadedModel model)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<Prediction> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _registration;
    private CancellationToken _abandonedBy;
    private bool _isBeingRead;

    public LoadedModel Model => model;

    /// <summary>The picture at the network's size, once it was read.</summary>
    public Picture? Picture { get; private set; }

    public Task<Prediction> Answer => _answer.Task;

    /// <summary>Whether nobody waits for the answer any more.</summary>
    public bool IsAbandoned => _answer.Task.IsCompleted;

    /// <summary>Lets the answer go where its client does; while the picture is being read, only once it was, since the request's memory is in use until then.</summary>
    public void AbandonWith(CancellationToken cancellation) =>
        _registration = cancellation.UnsafeRegister((state, token) => ((PendingPicture)state!).Abandon(token), this);

    /// <summary>Reads the picture, unless nobody waits for it.</summary>
    /// <param name="maxPixels">The most pixels that it may have.</param>
    /// <returns>Whether it goes on to the network.</returns>
    public bool TryRead(long maxPixels)
    {
        lock (_gate)
        {
            if (IsAbandoned)
                return false;
            _isBeingRead = true;
        }
        Exception? failure = null;
        try
        {
            Picture = source.AtSize(model.Manifest, maxPixels);
        }
        catch (Exception e)
        {
            failure = e; // whatever it is belongs to the request; the thread must go on for the others
        }
        lock (_gate)
        {
            _isBeingRead = false;
            if (_abandonedBy.IsCancellationRequested)
                _answer.TrySetCanceled(_abandonedBy);
        }
        if (failure is not null)
            Fail(failure);
        return !IsAbandoned;
    }

    public void Complete(Prediction prediction)
    {
        _registration.Dispose();
        _answer.TrySetResult(prediction);
    }

    public void Fail(Exception exception)
    {
        _registration.Dispose();
        _answer.TrySetException(exception);
    }

    private void Abandon(CancellationToken token)
    {
        lock (_gate)
        {
            if (_isBeingRead)
                _abandonedBy = token;
            else
                _answer.TrySetCanceled(token);
        }
    }
}
