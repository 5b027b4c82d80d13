namespace Thaw.Service;

/// <summary>The pictures of a request do not fit into a model's queue; see <see cref="ThawServiceOptions.MaxQueue"/>.</summary>
public sealed class QueueFullException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="retryAfter">When it is worth to ask again.</param>
    public QueueFullException(string model, TimeSpan retryAfter)
        : base($"The queue of the model '{model}' is full; ask again in {retryAfter.TotalSeconds:0} s.") => RetryAfter = retryAfter;

    /// <summary>How long to wait before asking again: what the queue takes to empty, in whole seconds, 1 at least.</summary>
    public TimeSpan RetryAfter { get; }
}
