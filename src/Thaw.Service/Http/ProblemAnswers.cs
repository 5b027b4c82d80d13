using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Thaw.Service.Http;

/// <summary>Errors as problem details (RFC 9457), with the reason as a member of its own.</summary>
internal static class ProblemAnswers
{
    public static Task WriteAsync(HttpContext context, RequestFailure failure)
    {
        context.Response.StatusCode = failure.Status;
        var problem = new ProblemDetails
        {
            Status = failure.Status,
            Title = ReasonPhrase(failure.Status),
            Detail = failure.Message,
            Extensions = { ["reason"] = failure.Reason },
        };
        return context.Response.WriteAsJsonAsync(problem, ServiceJson.Default.ProblemDetails, "application/problem+json", context.RequestAborted);
    }

    private static string ReasonPhrase(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
