using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Thaw.Service.Http;
using Thaw.Service.Inference;
using Thaw.Service.Observation;

namespace Thaw.Service.Server;

/// <summary>Lets only those pass who may ask, and gives every answer the headers that keep browsers from misusing it.</summary>
internal static class Guard
{
    private const string InferencePath = "/v2";

    /// <summary>Adds the headers.</summary>
    public static void UseSafeHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'"; // the page has its own
        return next(context);
    });

    /// <summary>Adds the check of keys, behind routing.</summary>
    public static void UseApiKeys(this WebApplication app, ApiKeys keys, ServiceState state, ServiceMetrics metrics) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is not null || keys.Accepts(context.Request) || state.IsWarmUp(context))
            return next(context);
        metrics.Failed(null, FailureReason.Unauthorized);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return WriteAsync(context, new RequestFailure(StatusCodes.Status401Unauthorized, FailureReason.Unauthorized,
            "Expected a key of this service: the header 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'."));
    });

    /// <summary>Gives answers without a body, such as those to unknown paths, one in the form of their interface.</summary>
    public static void UseErrorBodies(this WebApplication app) => app.UseStatusCodePages(context =>
    {
        int status = context.HttpContext.Response.StatusCode;
        return WriteAsync(context.HttpContext, status switch
        {
            StatusCodes.Status404NotFound => new RequestFailure(status, FailureReason.BadRequest, "There is nothing at this path; GET /openapi/v1.json tells what there is."),
            StatusCodes.Status405MethodNotAllowed => new RequestFailure(status, FailureReason.BadRequest, "This path takes another method; the header Allow names it."),
            _ => new RequestFailure(status, FailureReason.BadRequest, "The request can't be answered."),
        });
    });

    private static Task WriteAsync(HttpContext context, RequestFailure failure) =>
        context.Request.Path.StartsWithSegments(InferencePath, StringComparison.Ordinal) ? InferenceFailure.WriteAsync(context, failure) : ProblemAnswers.WriteAsync(context, failure);
}
