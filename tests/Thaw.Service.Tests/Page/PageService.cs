namespace Thaw.Service.Tests.Page;

/// <summary>A service of one model, shared by the tests of a class; those that count its requests start their own.</summary>
public sealed class PageService(TrainedModel model) : IAsyncLifetime
{
    internal TestService Service { get; private set; } = null!;

    public async Task InitializeAsync() => Service = await TestService.StartAsync(model, network: true);

    public async Task DisposeAsync() => await Service.DisposeAsync();
}
