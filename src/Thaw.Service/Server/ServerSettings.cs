namespace Thaw.Service.Server;

/// <summary>How a server of its own listens, and whom it answers.</summary>
public sealed record ServerSettings
{
    /// <summary>Names the models, and sets limits.</summary>
    public required Action<ThawServiceOptions> Configure { get; init; }

    /// <summary>Addresses to listen on, such as <c>http://127.0.0.1:8080</c> (the default).</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8080"];

    /// <summary>
    /// A file of keys, one a line, of which each request must bear one; null (the default) for none. Lines that are empty or begin with <c>#</c> are passed over. Probes,
    /// the page's own files and the description of the interface need none.
    /// </summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>Whether anybody may ask on an address that other machines reach; false by default.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>
    /// Names by which clients may call the server, beside this machine's own (<c>localhost</c>, <c>127.0.0.1</c>, <c>[::1]</c>). Where the server listens on loopback without keys, requests
    /// by other names are refused, so that no web page can ask it through a visitor's browser.
    /// </summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>How long requests that have begun may take after the server was told to end; 30 seconds by default.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the headers of a request may take to arrive; 10 seconds by default.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most connections at one time; 1,000 by default. Further ones are closed at once.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>Whether the log is JSON, an object a line; else it is text. It goes to stderr.</summary>
    public bool JsonLog { get; init; }
}
