using System.Diagnostics;
using Thaw.Service.Http;

namespace Thaw.Service.Observation;

/// <summary>Activities of the source <see cref="ThawServices.ObservationName"/>: one a request for a model.</summary>
internal static class ServiceActivities
{
    private static readonly ActivitySource Source = new(ThawServices.ObservationName);

    /// <summary>Begins one, where anybody listens.</summary>
    public static Activity? Start(string api) => Source.StartActivity($"thaw {api}", ActivityKind.Server);

    /// <summary>Notes what became of a request.</summary>
    public static void End(Activity? activity, string? model, RequestFailure? failure)
    {
        if (activity is null)
            return;
        activity.SetTag("thaw.model", model);
        if (failure is null)
            return;
        activity.SetTag("error.type", failure.Reason);
        activity.SetStatus(failure.Reason == FailureReason.Internal ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
    }
}
