namespace Thaw.Service.Http;

/// <summary>Marks an endpoint that needs no key: probes, the page's files, and the description of the interface.</summary>
internal sealed class OpenToAll
{
    public static OpenToAll Instance { get; } = new();
}
