namespace Thaw.Service.Http;

/// <summary>Why requests fail: the words of problem details and of the metric <c>thaw.failures</c>.</summary>
internal static class FailureReason
{
    /// <summary>No model of that name or version.</summary>
    public const string UnknownModel = "unknown-model";

    /// <summary>The model is not loaded and warm yet, or the service is ending.</summary>
    public const string NotReady = "not-ready";

    /// <summary>No place in the queue, or no memory for the body.</summary>
    public const string QueueFull = "queue-full";

    /// <summary>A body that is too long, or too many pictures.</summary>
    public const string TooLarge = "too-large";

    /// <summary>A content type that is not understood.</summary>
    public const string UnsupportedType = "unsupported-type";

    /// <summary>A body that is not what its content type says, or lacks what is needed.</summary>
    public const string BadRequest = "bad-request";

    /// <summary>Bytes that are no picture that can be read.</summary>
    public const string BadPicture = "bad-picture";

    /// <summary>A body that came too slowly.</summary>
    public const string Timeout = "timeout";

    /// <summary>A client that did not wait for its answer.</summary>
    public const string ClientGone = "client-gone";

    /// <summary>No key, or a wrong one.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>An error in the service.</summary>
    public const string Internal = "internal";
}
