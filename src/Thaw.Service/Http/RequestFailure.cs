namespace Thaw.Service.Http;

/// <summary>A request that can't be answered, and what the client is told.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="reason">A word for metrics and programs; one of <see cref="FailureReason"/>.</param>
/// <param name="detail">One line: what was expected, what came, what to do.</param>
internal sealed class RequestFailure(int status, string reason, string detail) : Exception(detail)
{
    public int Status => status;

    public string Reason => reason;

    /// <summary>When to ask again; null where that is no use.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
