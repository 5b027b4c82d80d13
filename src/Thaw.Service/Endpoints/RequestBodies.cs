using Microsoft.OpenApi;

namespace Thaw.Service.Endpoints;

/// <summary>
/// Tells in the OpenAPI document what bodies an endpoint takes. <c>Accepts</c> would also keep other content types from the endpoint, which then could not say what it
/// expects.
/// </summary>
internal static class RequestBodies
{
    public static Task Describe(OpenApiOperation operation, params IEnumerable<string> contentTypes)
    {
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = contentTypes.ToDictionary(type => type, _ => new OpenApiMediaType()) };
        return Task.CompletedTask;
    }
}
