using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Thaw.Images;

namespace Thaw.Service.Http;

/// <summary>What clients are told of exceptions.</summary>
internal static class Failures
{
    /// <summary>The status that proxies log for a client that went away; nobody receives it.</summary>
    public const int ClientGoneStatus = 499;

    /// <summary>Describes an exception without telling anything of the service's insides.</summary>
    /// <param name="exception">Of a request.</param>
    /// <param name="aborted">Whether the client went away.</param>
    public static RequestFailure Of(Exception exception, bool aborted) => exception switch
    {
        RequestFailure failure => failure,
        _ when aborted => ClientGone(),
        ConnectionResetException or OperationCanceledException => ClientGone(), // may come before the request knows that it is aborted
        ImageFormatException => new RequestFailure(StatusCodes.Status400BadRequest, FailureReason.BadPicture, exception.Message.ReplaceLineEndings(" ")),
        BadHttpRequestException bad => OfServer(bad),
        _ => new RequestFailure(StatusCodes.Status500InternalServerError, FailureReason.Internal, "The service failed; its log says why."),
    };

    /// <summary>There is no model of the name that was asked for.</summary>
    public static RequestFailure UnknownModel() =>
        new(StatusCodes.Status404NotFound, FailureReason.UnknownModel, "There is no model of that name; GET /v1/models lists them.");

    /// <summary>There is no place in a model's queue.</summary>
    public static RequestFailure QueueFull(ServedClassifier model) =>
        new(StatusCodes.Status503ServiceUnavailable, FailureReason.QueueFull, $"The queue of the model '{model.Name}' is full.") { RetryAfter = model.RetryAfter };

    private static RequestFailure ClientGone() => new(ClientGoneStatus, FailureReason.ClientGone, "The client closed the connection.");

    private static RequestFailure OfServer(BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new RequestFailure(bad.StatusCode, FailureReason.TooLarge, "The body is longer than the service allows."),
        StatusCodes.Status408RequestTimeout => new RequestFailure(bad.StatusCode, FailureReason.Timeout, "The body came too slowly."),
        int status => new RequestFailure(status, FailureReason.BadRequest, "The request is not valid HTTP, or ended too early."),
    };
}
