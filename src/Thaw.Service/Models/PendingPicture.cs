using Thaw.Images;
using Thaw.Serving;

namespace Thaw.Service.Models;

/// <summary>A picture at the network's size that waits for its answer.</summary>
internal sealed class PendingPicture(Picture picture)
{
    private readonly TaskCompletionSource<Prediction> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _registration;

    public Picture Picture => picture;

    public Task<Prediction> Answer => _answer.Task;

    /// <summary>Whether nobody waits for the answer any more.</summary>
    public bool IsAbandoned => _answer.Task.IsCompleted;

    /// <summary>Lets the answer go where its client does.</summary>
    public void AbandonWith(CancellationToken cancellation) =>
        _registration = cancellation.UnsafeRegister((state, token) => ((PendingPicture)state!)._answer.TrySetCanceled(token), this);

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
}
