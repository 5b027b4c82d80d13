using System.Text.Json.Nodes;

namespace Thaw.Service.Tests.Page;

/// <summary>A service of two models, of which the first has a name and a class as long as they may be.</summary>
public sealed class LongNamesService(TrainedModel model) : IAsyncLifetime
{
    private readonly string _zip = Path.GetTempFileName();

    internal TestService Service { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        model.WriteChanged(_zip, manifest => (manifest["classes"], manifest["positiveClass"]) = (new JsonArray(new string('c', 80), "b"), "b"));
        Service = await TestService.StartAsync(model, options => options.AddModel(new string('m', 64), _zip), network: true);
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        File.Delete(_zip);
    }
}
