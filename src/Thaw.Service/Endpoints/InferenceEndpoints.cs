using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Thaw.Packaging;
using Thaw.Service.Http;
using Thaw.Service.Inference;
using Thaw.Service.Models;

namespace Thaw.Service.Endpoints;

/// <summary>
/// The Open Inference Protocol, version 2, over HTTP, as of
/// https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md, with Triton's extension for binary tensors.
/// </summary>
internal static class InferenceEndpoints
{
    private const string Api = "v2", Tag = "Open Inference Protocol";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        MapHealth(endpoints);
        Describe(endpoints.MapGet("/v2", (HttpContext context, ServedClassifiers _) => WriteAsync(context, new ServerMetadata("thaw", ServiceVersion.Text, ["binary_tensor_data"]))), "ServerMetadata", "Tells of the server.")
            .Produces<ServerMetadata>();
        foreach ((string path, string suffix) in new[] { ("/v2/models/{name}", ""), ("/v2/models/{name}/versions/{version}", "OfVersion") })
        {
            Describe(endpoints.MapGet(path, ModelAsync), "ModelMetadata" + suffix, "Tells of a model's tensors.")
                .Produces<ModelMetadata>().Produces<InferenceError>(StatusCodes.Status404NotFound);
            Describe(endpoints.MapGet(path + "/ready", ModelReadyAsync), "ModelReady" + suffix, "Tells whether a model answers.")
                .Produces<ModelReady>().Produces<ModelReady>(StatusCodes.Status503ServiceUnavailable).Produces<InferenceError>(StatusCodes.Status404NotFound);
            Describe(endpoints.MapPost(path + "/infer", InferAsync), "ModelInfer" + suffix, "Says what is on pictures.")
                .AddOpenApiOperationTransformer((operation, _, _) => RequestBodies.Describe(operation, "application/json", "application/octet-stream")).Produces<object>()
                .Produces<InferenceError>(StatusCodes.Status400BadRequest).Produces<InferenceError>(StatusCodes.Status404NotFound)
                .Produces<InferenceError>(StatusCodes.Status413PayloadTooLarge).Produces<InferenceError>(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static void MapHealth(IEndpointRouteBuilder endpoints)
    {
        Describe(endpoints.MapGet("/v2/health/live", (HttpContext context, ServedClassifiers _) => WriteAsync(context, new ServerHealth(true, null))), "ServerLive", "Answers as long as the server lives.")
            .Produces<ServerHealth>().WithMetadata(OpenToAll.Instance);
        Describe(endpoints.MapGet("/v2/health/ready", (HttpContext context, ServiceState state) =>
        {
            context.Response.StatusCode = state.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return WriteAsync(context, new ServerHealth(true, state.IsReady));
        }), "ServerReady", "Tells whether every model answers.")
            .Produces<ServerHealth>().Produces<ServerHealth>(StatusCodes.Status503ServiceUnavailable).WithMetadata(OpenToAll.Instance);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint, string name, string summary) => endpoint.WithName(name).WithSummary(summary).WithTags(Tag);

    private static Task ModelAsync(HttpContext context, ServedClassifiers models)
    {
        if (Find(context, models, out ServedClassifier model) is { } failure)
            return InferenceFailure.WriteAsync(context, failure);
        ModelManifest manifest = model.Manifest!;
        long classes = manifest.Classes.Count;
        return WriteAsync(context, new ModelMetadata(model.Name, [model.Version!], "thaw",
            [new TensorMetadata(InferenceTensors.Input, "BYTES", [-1])],
            [
                new TensorMetadata(RequestedOutput.Probabilities, "FP32", [-1, classes]),
                new TensorMetadata(RequestedOutput.Calibrated, "FP32", [-1, classes]),
                new TensorMetadata(RequestedOutput.Labels, "BYTES", [-1]),
            ]));
    }

    private static Task ModelReadyAsync(HttpContext context, ServedClassifiers models, ServiceState state)
    {
        if (Find(context, models, out ServedClassifier model) is { } failure)
            return InferenceFailure.WriteAsync(context, failure);
        bool ready = model.State != ModelState.Loading && !state.IsDraining;
        context.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return WriteAsync(context, new ModelReady(model.Name, ready));
    }

    private static Task InferAsync(HttpContext context, string name, ModelRequests requests) => requests.RunAsync(context, name, Api, AnswerAsync, InferenceFailure.WriteAsync);

    private static async Task AnswerAsync(ModelRequest request)
    {
        (ReadOnlyMemory<byte> json, ReadOnlyMemory<byte> binary) = Parts(request);
        InferenceRequest inference = InferenceRequest.Read(json, binary, request.Options.MostPictures, request.Options.MaxPixels);
        ServedAnswer answer;
        using (Admission admission = request.Enter(inference.Pictures.Count))
        {
            // Asked of the version that will answer, since another may come at any time
            if (request.Context.GetRouteValue("version") is string version && version != admission.Model.Version)
                throw InferenceFailure.UnknownVersion();
            answer = await request.Model.AnswerAsync(admission, inference.Pictures, request.Context.RequestAborted).ConfigureAwait(false);
        }
        request.ReleaseBody();
        await InferenceAnswer.WriteAsync(request.Context, request.Model, inference, answer).ConfigureAwait(false);
    }

    /// <summary>The JSON of a body and the bytes behind it.</summary>
    private static (ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Binary) Parts(ModelRequest request)
    {
        if (!request.Context.Request.Headers.TryGetValue(InferenceAnswer.JsonLengthHeader, out var values))
            return (request.Body, default);
        if (values.Count != 1 || !int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length > request.Body.Length)
            throw InferenceFailure.Bad($"{InferenceAnswer.JsonLengthHeader}: expected the number of bytes of the body that are JSON, 0 to {request.Body.Length}.");
        return (request.Body[..length], request.Body[length..]);
    }

    private static RequestFailure? Find(HttpContext context, ServedClassifiers models, out ServedClassifier model)
    {
        if (!models.TryGet((string)context.GetRouteValue("name")!, out ServedClassifier? found))
        {
            model = null!;
            return Failures.UnknownModel();
        }
        model = found;
        return context.GetRouteValue("version") is string version && version != model.Version ? InferenceFailure.UnknownVersion() : null;
    }

    private static Task WriteAsync<T>(HttpContext context, T value) =>
        context.Response.WriteAsJsonAsync(value, typeof(T), InferenceMetadataJson.Default, cancellationToken: context.RequestAborted);
}
