using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Thaw.Service.Http;

namespace Thaw.Service.Endpoints;

/// <summary><c>GET /v1/health</c>, for people and dashboards. Probes of Kubernetes and the like ask <c>/v2/health</c>, which <see cref="InferenceEndpoints"/> has.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints
        .MapGet("/v1/health", (HttpContext context, ServedClassifiers models, ServiceState state) =>
        {
            context.Response.StatusCode = state.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsJsonAsync(HealthAnswer.Of(models, state), ServiceJson.Default.HealthAnswer);
        })
        .WithName("Health").WithSummary("Tells how the service and its models are.").WithTags("Health")
        .Produces<HealthAnswer>().Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
}

/// <summary>How the service is.</summary>
/// <param name="Status"><c>ready</c>; <c>degraded</c> where all models answer, but the newest zip of one could not be taken; <c>loading</c>; <c>ending</c>.</param>
/// <param name="Models">How each model is.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyList<ModelHealth> Models)
{
    public static HealthAnswer Of(ServedClassifiers models, ServiceState state)
    {
        string status = state.IsDraining ? "ending" : !models.AreReady ? "loading" : models.Any(model => model.Problem is not null) ? "degraded" : "ready";
        return new HealthAnswer(status, [.. models.Select(model => new ModelHealth(model.Name, model.Version, ModelCard.StateOf(model), model.Problem, model.QueueLength))]);
    }
}

/// <summary>How a model is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version that answers.</param>
/// <param name="State"><c>loading</c>, <c>ready</c>, or <c>outdated</c> where the newest zip could not be taken.</param>
/// <param name="Problem">Why the newest zip could not be taken.</param>
/// <param name="QueueLength">Pictures that wait or are worked on.</param>
internal sealed record ModelHealth(string Name, string? Version, string State, string? Problem, int QueueLength);
