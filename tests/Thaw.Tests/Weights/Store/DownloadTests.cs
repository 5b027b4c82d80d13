using Thaw.Weights.Store;
using Thaw.Weights.Store.Downloads;
using static Thaw.Tests.Weights.Store.ScriptedServer;

namespace Thaw.Tests.Weights.Store;

/// <summary>Downloads that go right, and failures that are final. How they go on after a break stands in <see cref="ResumedDownloadTests"/>.</summary>
public class DownloadTests
{
    private static byte[] File => DownloadSample.File;

    [Fact]
    public async Task A_published_file_is_stored_as_it_is()
    {
        using var sample = new DownloadSample(Whole(File));
        StoredBackbone entry = await sample.SucceedAsync(1);
        Assert.Equal((sample.Server.Address.AbsoluteUri, "vgg16", 1.0 / 32, 224, (long)File.Length), (entry.Source, entry.Network, entry.Width, entry.ImageSize, entry.Size));
        Assert.Equal(DownloadSample.Name + ".h5", Path.GetFileName(entry.File));
        Exchange request = Assert.Single(sample.Server.Requests);
        Assert.Equal(("identity", null), (request.Header("Accept-Encoding"), request.Header("Range")));
        Assert.StartsWith("Thaw/", request.Header("User-Agent"), StringComparison.Ordinal);
        Assert.Equal(new DownloadProgress(0, File.Length), sample.Progress[0]);
        Assert.Equal(new DownloadProgress(File.Length, File.Length), sample.Progress[^1]);
    }

    [Fact]
    public async Task Redirects_are_followed()
    {
        using var sample = new DownloadSample(Status("302 Found", "Location: /elsewhere"), Status("307 Temporary Redirect", "Location: /at/last"), Whole(File));
        await sample.SucceedAsync(3);
        Assert.StartsWith("GET /at/last ", sample.Server.Requests[2].Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        using var sample = new DownloadSample(Status("302 Found", "Location: /elsewhere"));
        Assert.Contains("answered 302 (Found)", await sample.FailAsync(11), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_length_is_stored()
    {
        using var sample = new DownloadSample(Chunked(File));
        await sample.SucceedAsync(1);
        Assert.All(sample.Progress, progress => Assert.Null(progress.Total));
    }

    [Fact]
    public async Task What_is_stored_already_is_not_fetched_again_unless_that_is_asked_for()
    {
        using var sample = new DownloadSample(Whole(File));
        StoredBackbone first = await sample.SucceedAsync(1);
        Assert.Equal(first, await sample.SucceedAsync(1));
        Assert.Equal(first.Sha256, (await sample.DownloadAsync(replace: true)).Sha256);
        Assert.Equal(2, sample.Server.Requests.Count);
    }

    [Fact]
    public async Task A_damaged_entry_is_fetched_again()
    {
        using var sample = new DownloadSample(Whole(File));
        StoredBackbone entry = await sample.SucceedAsync(1);
        byte[] damaged = [.. File];
        damaged[500] ^= 1;
        System.IO.File.WriteAllBytes(entry.File, damaged);
        await sample.SucceedAsync(2);
        System.IO.File.WriteAllText(Path.Combine(Path.GetDirectoryName(entry.File)!, EntryFile.FileName), "{");
        await sample.SucceedAsync(3);
    }

    [Fact]
    public async Task Wrong_bytes_are_not_stored()
    {
        byte[] wrong = [.. File];
        wrong[^1] ^= 1;
        using var sample = new DownloadSample(Whole(wrong));
        Assert.Contains($"was not stored: its MD5 should be {FileCheck.Md5Of(File)}, got {FileCheck.Md5Of(wrong)}.", await sample.FailAsync(1), StringComparison.Ordinal);
        Assert.Equal([DownloadSample.Name + ".lock"], sample.LeftOver());
    }

    [Fact]
    public async Task Without_a_published_hash_the_file_must_be_that_network()
    {
        byte[] page = "<html>Please log in</html>"u8.ToArray();
        using var login = new DownloadSample(Whole(page)) { Md5 = null };
        Assert.Contains("Expected a safetensors", await login.FailAsync(1), StringComparison.Ordinal);
        using var sample = new DownloadSample(Whole(File)) { Md5 = null };
        await sample.SucceedAsync(1);
        using var other = new DownloadSample(Whole(File)) { Md5 = null };
        DownloadException e = await Assert.ThrowsAsync<DownloadException>(() => other.Store.DownloadAsync(other.Published with { Width = 1 }, replace: false, other.Settings, null, default));
        Assert.Contains("should hold vgg16 at width 1, got vgg16 at width 0.03125", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_published_hash_the_first_one_that_was_stored_counts()
    {
        byte[] other = KerasHdf5.Hdf5Fixture.Read("keras-new");
        using var sample = new DownloadSample(Whole(File), Whole(other), Whole(File)) { Md5 = null };
        StoredBackbone first = await sample.SucceedAsync(1);
        DownloadException e = await Assert.ThrowsAsync<DownloadException>(() => sample.DownloadAsync(replace: true));
        Assert.Contains($"but was {first.Sha256} when it was stored first; remove the folder '{Path.GetDirectoryName(first.File)}'", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("--force", e.Message, StringComparison.Ordinal);
        Assert.Equal(first.Sha256, sample.Store.Load(DownloadSample.Name).Sha256);
    }

    [Theory]
    [InlineData("404 Not Found")]
    [InlineData("403 Forbidden")]
    [InlineData("410 Gone")]
    [InlineData("304 Not Modified")]
    [InlineData("416 Range Not Satisfiable")]
    public async Task A_refusal_is_final(string status)
    {
        using var sample = new DownloadSample(Status(status));
        Assert.StartsWith($"127.0.0.1 answered {status[..3]} ({status[4..]}). By hand:", await sample.FailAsync(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_network_it_says_so_at_once()
    {
        using var sample = new DownloadSample(Whole(File)) { Settings = new DownloadSettings { Pause = TimeSpan.FromMinutes(5) } };
        sample.Server.Dispose();
        Assert.Contains("127.0.0.1 cannot be reached: Connection refused (127.0.0.1:", await sample.FailAsync(0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_before_and_while_it_comes()
    {
        using var promised = new DownloadSample(Whole(File));
        promised.Settings = promised.Settings with { MaxBytes = File.Length - 1 };
        Assert.Contains("offers a file of more than 93671 bytes", await promised.FailAsync(1), StringComparison.Ordinal);
        using var coming = new DownloadSample(Chunked(File));
        coming.Settings = coming.Settings with { MaxBytes = File.Length - 1 };
        Assert.Contains("offers a file of more than 93671 bytes", await coming.FailAsync(1, keepsPart: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_download_of_a_name_goes_on_at_a_time()
    {
        using var sample = new DownloadSample(Whole(File));
        using (PartFile.Open(sample.Store.DownloadsPath, DownloadSample.Name))
        {
            DownloadException e = await Assert.ThrowsAsync<DownloadException>(() => sample.DownloadAsync());
            Assert.Contains("if another process is downloading 'small-keras', wait for it", e.Message, StringComparison.Ordinal);
        }
        await sample.SucceedAsync(1);
    }
}
