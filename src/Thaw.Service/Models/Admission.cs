namespace Thaw.Service.Models;

/// <summary>
/// Places for a request's pictures in a model's queue, and the version of the model that answers them. Disposing it, once, frees both. Not thread-safe.
/// </summary>
internal sealed class Admission : IDisposable
{
    private readonly Action<int> _free;
    private readonly int _count;
    private int _missing;

    /// <param name="model">Whose user the request is already.</param>
    /// <param name="count">Places that it has.</param>
    /// <param name="free">Frees so many places.</param>
    public Admission(LoadedModel model, int count, Action<int> free)
    {
        (Model, _count, _missing, _free) = (model, count, count, free);
        model.Batcher.Announce(count);
    }

    /// <summary>The version of the model that the request is answered by.</summary>
    public LoadedModel Model { get; }

    /// <summary>Gives a picture at the network's size to the next batch.</summary>
    public Task<Serving.Prediction> Add(Images.Picture picture, CancellationToken cancellation)
    {
        _missing--;
        return Model.Batcher.Add(picture, cancellation);
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
