using Microsoft.Extensions.ML;
using Microsoft.ML;

namespace Pipeline.MLNet.Serve;

/// <summary>
/// <c>POST /classify</c> with a picture as the body answers with its probability. The model is a zip that ML.NET saved (setting <c>Model</c>), such as those of the app Train;
/// when the file is replaced the new one takes over. No assembly of Thaw is needed.
/// </summary>
public static class ServeApp
{
    private const string Name = "vgg";

    /// <summary>Builds the service.</summary>
    /// <param name="args">Settings, such as <c>--Model decks.zip --urls http://127.0.0.1:8080</c>.</param>
    /// <exception cref="ArgumentException">No model was named.</exception>
    public static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        string model = builder.Configuration["Model"] ?? throw new ArgumentException("Name a model that ML.NET saved: --Model FILE.zip");
        AppContext.TryGetSwitch("Pipeline.MLNet.Serve.Gpu", out bool gpu);
        builder.Services.Configure<MLOptions>(options => options.MLContext = new MLContext { GpuDeviceId = gpu ? 0 : null, FallbackToCpu = false });
        builder.Services.AddPredictionEnginePool<PictureRow, PictureAnswer>().FromFile(Name, Path.GetFullPath(model), watchForChanges: true);
        WebApplication app = builder.Build();
        // The first engine loads the graph, which takes a while and should not happen in a request
        PredictionEnginePool<PictureRow, PictureAnswer> pool = app.Services.GetRequiredService<PredictionEnginePool<PictureRow, PictureAnswer>>();
        pool.ReturnPredictionEngine(Name, pool.GetPredictionEngine(Name));
        app.MapGet("/health", () => Results.Ok());
        app.MapPost("/classify", ClassifyAsync);
        return app;
    }

    // The pipeline begins with a path, so that the body stands in a file of its own for a moment
    private static async Task<IResult> ClassifyAsync(HttpRequest request, PredictionEnginePool<PictureRow, PictureAnswer> pool)
    {
        string file = Path.GetTempFileName();
        try
        {
            await using (FileStream stream = File.Create(file))
                await request.Body.CopyToAsync(stream, request.HttpContext.RequestAborted);
            return Results.Ok(pool.Predict(Name, new PictureRow { ImagePath = file }));
        }
        catch (ArgumentException)
        {
            return Results.Problem("The body is not a picture that ML.NET can decode.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
