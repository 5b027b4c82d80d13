using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Thaw.Service.Observation;

namespace Thaw.Service.Endpoints;

/// <summary><c>GET /metrics</c>, in Prometheus's text format.</summary>
internal static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints
        .MapGet("/metrics", (HttpContext context, PrometheusMetrics metrics) =>
        {
            context.Response.ContentType = PrometheusMetrics.ContentType;
            return metrics.WriteAsync(context.Response.Body, context.RequestAborted);
        })
        .WithName("Metrics").WithSummary("Tells the service's metrics in Prometheus's text format.").WithTags("Metrics")
        .Produces<string>(StatusCodes.Status200OK, "text/plain");
}
