using System.Collections.Concurrent;
using Thaw.Tests.Images;
using Thaw.Tests.Weights.KerasHdf5;
using Thaw.Weights.Store;
using Thaw.Weights.Store.Downloads;

namespace Thaw.Tests.Weights.Store;

/// <summary>A store in a folder of its own, a small file of Keras's, and a server that publishes it.</summary>
internal sealed class DownloadSample : IDisposable, IProgress<DownloadProgress>
{
    public const string Name = "small-keras";

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<DownloadProgress> _progress = new();

    public DownloadSample(params Func<Exchange, Task>[] script)
    {
        Server = new ScriptedServer(script);
        Store = new BackboneFolder(_folder.At("weights"));
    }

    /// <summary>93,672 bytes.</summary>
    public static byte[] File { get; } = Hdf5Fixture.Read("keras-old");

    public ScriptedServer Server { get; }

    public BackboneFolder Store { get; }

    /// <summary>Waits long enough for a busy machine, and hardly between tries.</summary>
    public DownloadSettings Settings { get; set; } = new() { Stall = TimeSpan.FromSeconds(20), Pause = TimeSpan.FromMilliseconds(5) };

    public string? Md5 { get; set; } = FileCheck.Md5Of(File);

    public PublishedBackbone Published => new() { Name = Name, Address = Server.Address, Source = "a test", Md5 = Md5, Width = 1.0 / 32 };

    public string PartPath => Path.Combine(Store.DownloadsPath, Name + ".part");

    /// <summary>What it said while it was going on.</summary>
    public IReadOnlyList<DownloadProgress> Progress => [.. _progress];

    public IReadOnlyList<string> Notes => [.. _progress.Where(p => p.Note is not null).Select(p => p.Note!)];

    public void Report(DownloadProgress value) => _progress.Enqueue(value);

    public Task<StoredBackbone> DownloadAsync(bool replace = false, CancellationToken cancellation = default) =>
        Store.DownloadAsync(Published, replace, Settings, this, cancellation);

    /// <summary>Downloads, and checks that the file is stored as it is and that nothing else is left.</summary>
    public async Task<StoredBackbone> SucceedAsync(int requests)
    {
        StoredBackbone entry = await DownloadAsync();
        Assert.Equal(File, System.IO.File.ReadAllBytes(entry.File));
        Assert.Equal(Store.Load(Name).Sha256, entry.Sha256);
        Assert.Equal([Name], Store.ListNames());
        Assert.Equal([Name + ".lock"], LeftOver());
        Assert.Equal(requests, Server.Requests.Count);
        return entry;
    }

    /// <summary>Downloads, and checks that it fails, that nothing is stored and that the message says what to do by hand.</summary>
    public async Task<string> FailAsync(int requests, bool keepsPart = false)
    {
        DownloadException e = await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync());
        Assert.Empty(Store.ListNames());
        Assert.Equal(keepsPart, System.IO.File.Exists(PartPath));
        Assert.Equal(requests, Server.Requests.Count);
        Assert.EndsWith($"By hand: fetch {Server.Address} in another way, then: thaw weights import FILE --as {Name}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        return e.Message;
    }

    /// <summary>Names of the files of unfinished downloads.</summary>
    public IEnumerable<string?> LeftOver() => Directory.GetFiles(Store.DownloadsPath).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    public void Dispose()
    {
        Server.Dispose();
        _folder.Dispose();
    }
}
