using Microsoft.AspNetCore.Http;
using Thaw.Service.Http;

namespace Thaw.Service.Inference;

/// <summary>Errors as the Open Inference Protocol has them: an object with the string <c>error</c>.</summary>
internal static class InferenceFailure
{
    /// <summary>A request that is not what the protocol says.</summary>
    public static RequestFailure Bad(string detail) => new(StatusCodes.Status400BadRequest, FailureReason.BadRequest, detail);

    /// <summary>There is no such version of a model.</summary>
    public static RequestFailure UnknownVersion() =>
        new(StatusCodes.Status404NotFound, FailureReason.UnknownModel, "The model has no such version; GET /v2/models/NAME tells the one that answers.");

    public static Task WriteAsync(HttpContext context, RequestFailure failure)
    {
        context.Response.StatusCode = failure.Status;
        return context.Response.WriteAsJsonAsync(new InferenceError(failure.Message), InferenceMetadataJson.Default.InferenceError, cancellationToken: context.RequestAborted);
    }
}
