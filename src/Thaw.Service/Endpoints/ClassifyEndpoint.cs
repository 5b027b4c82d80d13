using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Thaw.Service.Http;
using Thaw.Service.Models;

namespace Thaw.Service.Endpoints;

/// <summary><c>POST /v1/models/{name}/classify</c>.</summary>
internal static class ClassifyEndpoint
{
    private const string Api = "v1";

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints
        .MapPost("/v1/models/{name}/classify", (HttpContext context, string name, ModelRequests requests) => requests.RunAsync(context, name, Api, AnswerAsync, ProblemAnswers.WriteAsync))
        .WithName("Classify")
        .WithSummary("Says what is on pictures.")
        .WithDescription("The body is a picture (JPEG, PNG or BMP) as it is, several as multipart/form-data, or JSON: {\"images\": [\"base64\", ...]} or {\"image\": \"base64\"}. "
            + "With ?explain=true each prediction comes with a PNG that shows where the model looked, by Grad-CAM.")
        .WithTags("Classification")
        .AddOpenApiOperationTransformer((operation, _, _) => RequestBodies.Describe(operation, "image/jpeg", "image/png", "image/bmp", "application/octet-stream", "multipart/form-data", "application/json"))
        .Produces<ClassifyAnswer>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status408RequestTimeout)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task AnswerAsync(ModelRequest request)
    {
        bool explain = Explain(request.Context.Request.Query["explain"]);
        CancellationToken aborted = request.Context.RequestAborted;
        IReadOnlyList<RequestPicture> pictures = await PictureBody.ReadAsync(request.Context.Request.ContentType, request.Body, request.Options.MostPictures).ConfigureAwait(false);
        ClassifyAnswer answer;
        using (Admission admission = request.Enter(pictures.Count))
        {
            answer = explain
                ? await ExplainAsync(request.Model, admission, pictures, aborted).ConfigureAwait(false)
                : OfPredictions(request.Model, await request.Model.AnswerAsync(admission, pictures, aborted).ConfigureAwait(false));
        }
        request.ReleaseBody();
        await request.Context.Response.WriteAsJsonAsync(answer, ServiceJson.Default.ClassifyAnswer, cancellationToken: aborted).ConfigureAwait(false);
    }

    private static ClassifyAnswer OfPredictions(ServedClassifier model, ServedAnswer answer) =>
        new(model.Name, answer.ModelVersion, [.. answer.Predictions.Select(prediction => ClassifyPrediction.Of(prediction))]);

    private static async Task<ClassifyAnswer> ExplainAsync(ServedClassifier model, Admission admission, IReadOnlyList<RequestPicture> pictures, CancellationToken cancellation)
    {
        var predictions = new List<ClassifyPrediction>(pictures.Count);
        foreach (RequestPicture picture in pictures)
        {
            ServedExplanation served = await model.ExplainAsync(admission, picture, cancellation).ConfigureAwait(false);
            Serving.Explanation told = served.Explanation;
            predictions.Add(ClassifyPrediction.Of(told.Prediction, new ClassifyExplanation(told.Class, told.Layer, told.Strongest, served.Overlay)));
        }
        return new ClassifyAnswer(model.Name, admission.Model.Version, predictions);
    }

    private static bool Explain(Microsoft.Extensions.Primitives.StringValues values) => values.Count switch
    {
        0 => false,
        1 when values[0] is "" => true,
        1 when bool.TryParse(values[0], out bool explain) => explain,
        _ => throw new RequestFailure(StatusCodes.Status400BadRequest, FailureReason.BadRequest, "Expected explain=true or explain=false."),
    };
}
