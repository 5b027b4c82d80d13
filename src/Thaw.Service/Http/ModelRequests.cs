using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Thaw.Service.Observation;

namespace Thaw.Service.Http;

/// <summary>
/// What all requests for a model have in common, whatever their interface: the model is found, there is a place, the body is read within its limits, the answer is
/// timed, and what fails is told and counted.
/// </summary>
internal sealed partial class ModelRequests(
    ServedClassifiers models, IOptions<ThawServiceOptions> options, ServiceState state, ServiceMetrics metrics, ILogger<ModelRequests> log)
{
    private readonly BodyBudget _budget = new(options.Value.MaxBufferedBytes);

    /// <summary>Memory that bodies take now.</summary>
    public long BufferedBytes => _budget.Used;

    /// <summary>Answers a request by a model.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The model that is asked for.</param>
    /// <param name="api">What metrics call the interface.</param>
    /// <param name="answer">Writes the answer.</param>
    /// <param name="fail">Writes what went wrong; not called where the client is gone or the answer has begun.</param>
    public async Task RunAsync(HttpContext context, string name, string api, Func<ModelRequest, Task> answer, Func<HttpContext, RequestFailure, Task> fail)
    {
        long started = Stopwatch.GetTimestamp();
        using Activity? activity = ServiceActivities.Start(api);
        ServedClassifier? model = null;
        RequestFailure? failure = null;
        try
        {
            failure = models.TryGet(name, out model) ? Obstacle(context, model) : Failures.UnknownModel();
            if (failure is null)
            {
                using RequestBody body = await RequestBody.ReadAsync(context.Request, options.Value, _budget).ConfigureAwait(false);
                var request = new ModelRequest(context, model!, body, options.Value);
                await answer(request).ConfigureAwait(false);
                activity?.SetTag("thaw.pictures", request.Pictures);
            }
        }
        catch (Exception e)
        {
            failure = Failures.Of(e, context.RequestAborted.IsCancellationRequested);
            if (failure.Reason == FailureReason.Internal)
                LogFailed(e, api);
        }
        if (failure is not null)
            await TellAsync(context, model, failure, fail).ConfigureAwait(false);
        ServiceActivities.End(activity, model?.Name, failure);
        if (!state.IsWarmUp(context))
            metrics.RequestEnded(model?.Name, api, failure?.Status ?? context.Response.StatusCode, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>What stands in the way of a request before its body is read: under load most end here, so that it is no exception.</summary>
    private RequestFailure? Obstacle(HttpContext context, ServedClassifier model)
    {
        if (!state.Accepts(context, model))
            return new RequestFailure(StatusCodes.Status503ServiceUnavailable, FailureReason.NotReady, "The model is not ready.") { RetryAfter = TimeSpan.FromSeconds(1) };
        return model.HasPlace ? null : Failures.QueueFull(model);
    }

    private async Task TellAsync(HttpContext context, ServedClassifier? model, RequestFailure failure, Func<HttpContext, RequestFailure, Task> fail)
    {
        if (!state.IsWarmUp(context))
            metrics.Failed(model?.Name, failure.Reason);
        if (failure.Status == Failures.ClientGoneStatus || context.Response.HasStarted)
        {
            context.Abort();
            return;
        }
        if (failure.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        try
        {
            await fail(context, failure).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            context.Abort(); // the client went away while it was told
        }
    }

    [LoggerMessage(10, LogLevel.Error, "A request by {Api} failed.")]
    private partial void LogFailed(Exception exception, string api);
}
