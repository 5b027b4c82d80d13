namespace Thaw.Service.Models;

/// <summary>
/// Places for a request's pictures in a model's queue, and the version of the model that answers them. Disposing it, once, frees both. Not thread-safe.
/// </summary>
internal sealed class Admission : IDisposable
{
    private readonly PictureReaders _readers;
    private readonly Action<int> _free;
    private readonly int _count;
    private int _missing;

    /// <param name="model">Whose user the request is already.</param>
    /// <param name="count">Places that it has.</param>
    /// <param name="readers">Read its pictures.</param>
    /// <param name="free">Frees so many places.</param>
    public Admission(LoadedModel model, int count, PictureReaders readers, Action<int> free)
    {
        (Model, _count, _missing, _readers, _free) = (model, count, count, readers, free);
        model.Batcher.Announce(count);
    }

    /// <summary>The version of the model that the request is answered by.</summary>
    public LoadedModel Model { get; }

    /// <summary>Lets a picture be read and classified.</summary>
    /// <param name="picture">What came with the request; its memory is in use until the answer is there, or failed.</param>
    /// <param name="cancellation">Ends the wait for the answer.</param>
    public Task<Serving.Prediction> Add(RequestPicture picture, CancellationToken cancellation)
    {
        var pending = new PendingPicture(picture, Model);
        pending.AbandonWith(cancellation);
        _readers.Add(pending);
        _missing--;
        return pending.Answer;
    }

    /// <summary>Tells that no further picture will come, so that no batch waits for one.</summary>
    public void Complete()
    {
        Model.Batcher.Withdraw(_missing);
        _missing = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Complete();
        _free(_count);
        Model.Leave();
    }
}
