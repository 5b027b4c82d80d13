using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Thaw.Service.Http;

namespace Thaw.Service.Endpoints;

/// <summary><c>GET /v1/models</c> and <c>GET /v1/models/{name}</c>.</summary>
internal static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/v1/models", (ServedClassifiers models) => TypedResults.Json(new ModelList([.. models.Select(ModelCard.Of)]), ServiceJson.Default.ModelList))
            .WithName("ListModels").WithSummary("Lists the models.").WithTags("Models").Produces<ModelList>();
        endpoints.MapGet("/v1/models/{name}", CardAsync)
            .WithName("GetModel").WithSummary("Tells what a model is and what it was made from.").WithTags("Models")
            .Produces<ModelCard>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Task CardAsync(HttpContext context, string name, ServedClassifiers models) => models.TryGet(name, out ServedClassifier? model)
        ? context.Response.WriteAsJsonAsync(ModelCard.Of(model), ServiceJson.Default.ModelCard)
        : ProblemAnswers.WriteAsync(context, Failures.UnknownModel());
}
