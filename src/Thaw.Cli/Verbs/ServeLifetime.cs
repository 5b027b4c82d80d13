using Microsoft.Extensions.Hosting;

namespace Thaw.Cli.Verbs;

/// <summary>A host that hears of its end from the verb alone, not from signals.</summary>
internal sealed class ServeLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
