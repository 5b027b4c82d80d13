using Thaw.Weights.Store;
using static Thaw.Tests.Weights.Store.ScriptedServer;

namespace Thaw.Tests.Weights.Store;

/// <summary>What happens after a connection broke off or a server failed.</summary>
public class ResumedDownloadTests
{
    private const int Half = 40_000;

    private static byte[] File => DownloadSample.File;

    [Fact]
    public async Task A_connection_that_broke_off_goes_on_where_it_ended()
    {
        using var sample = new DownloadSample(Part(File, Half), exchange => exchange.AnswerAsync(
            $"206 Partial Content\nContent-Length: {File.Length - Half}\nContent-Range: bytes {Half}-{File.Length - 1}/{File.Length}\nETag: \"v1\"", File.AsMemory(Half, 1000)), Rest(File));
        await sample.SucceedAsync(3);
        Asks(sample.Server.Requests[1], Half, "\"v1\"");
        Asks(sample.Server.Requests[2], Half + 1000, "\"v1\"");
        Assert.Equal(2, sample.Notes.Count);
        Assert.All(sample.Notes, note => Assert.EndsWith("; trying again in 0 s.", note, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirect_keeps_the_place()
    {
        using var sample = new DownloadSample(Part(File, Half), Status("302 Found", "Location: /elsewhere"), Rest(File));
        await sample.SucceedAsync(3);
        Asks(sample.Server.Requests[2], Half, "\"v1\"");
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up_and_asked_again()
    {
        using var sample = new DownloadSample(Stall(File, Half), Rest(File));
        sample.Settings = sample.Settings with { Stall = TimeSpan.FromSeconds(0.5), Tries = 20 };
        await sample.DownloadAsync();
        Asks(sample.Server.Requests[1], Half, "\"v1\"");
        Assert.Contains("127.0.0.1 sent nothing for 0.5 s; trying again", sample.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        using var sample = new DownloadSample(exchange => Task.Delay(Timeout.Infinite, exchange.Ended));
        sample.Settings = sample.Settings with { Stall = TimeSpan.FromSeconds(0.1), Tries = 3 };
        Assert.Contains("127.0.0.1 sent nothing for 0.1 s, 3 times in a row.", await sample.FailAsync(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_ignores_the_place_sends_all_again()
    {
        using var sample = new DownloadSample(Part(File, Half), Whole(File));
        await sample.SucceedAsync(2);
        Asks(sample.Server.Requests[1], Half, "\"v1\"");
    }

    [Fact]
    public async Task A_file_that_changed_begins_anew()
    {
        byte[] old = new byte[File.Length + 17];
        using var honest = new DownloadSample(Part(old, Half), Whole(File, "ETag: \"v2\""));
        await honest.SucceedAsync(2);
        using var careless = new DownloadSample(Part(old, Half), Rest(File, "ETag: \"v2\""), Whole(File, "ETag: \"v2\""));
        await careless.SucceedAsync(3);
        Assert.Null(careless.Server.Requests[2].From);
        using var silent = new DownloadSample(Part(old, Half), Rest(File, null), Whole(File));
        await silent.SucceedAsync(3); // the length tells
    }

    [Fact]
    public async Task Another_part_than_was_asked_for_begins_anew()
    {
        using var sample = new DownloadSample(Part(File, Half), Rest(File, shift: -1), Whole(File));
        await sample.SucceedAsync(3);
        Assert.Null(sample.Server.Requests[2].From);
    }

    [Fact]
    public async Task Without_a_strong_tag_the_date_counts_and_without_both_all_comes_again()
    {
        const string date = "Sat, 22 Mar 2025 10:00:00 GMT";
        using var dated = new DownloadSample(Part(File, Half, $"ETag: W/\"v1\"\nLast-Modified: {date}"), Rest(File, null));
        await dated.SucceedAsync(2);
        Asks(dated.Server.Requests[1], Half, date);
        using var without = new DownloadSample(Part(File, Half, "ETag: W/\"v1\""), Whole(File));
        await without.SucceedAsync(2);
        Assert.Null(without.Server.Requests[1].From);
    }

    [Fact]
    public async Task A_length_that_is_too_long_is_a_connection_that_always_breaks_off()
    {
        using var sample = new DownloadSample(Part(File, File.Length, promised: File.Length + 1));
        sample.Settings = sample.Settings with { Tries = 3 };
        Assert.Contains("3 times in a row", await sample.FailAsync(3, keepsPart: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_has_nothing_more_has_sent_all()
    {
        using var sample = new DownloadSample(Part(File, File.Length, promised: File.Length + 1), Status("416 Range Not Satisfiable", $"Content-Range: bytes */{File.Length}"));
        await sample.SucceedAsync(2);
        using var other = new DownloadSample(Part(File, Half), Status("416 Range Not Satisfiable", "Content-Range: bytes */100"), Whole(File));
        await other.SucceedAsync(3);
    }

    [Fact]
    public async Task A_length_that_is_too_short_gives_wrong_bytes()
    {
        using var sample = new DownloadSample(Part(File, File.Length, promised: Half));
        Assert.Contains("its MD5 should be", await sample.FailAsync(1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500 Internal Server Error", null)]
    [InlineData("503 Service Unavailable", "Retry-After: 0")]
    [InlineData("429 Too Many Requests", null)]
    [InlineData("408 Request Timeout", null)]
    public async Task A_server_in_trouble_is_asked_again(string status, string? headers)
    {
        using var sample = new DownloadSample(Status(status, headers), Status(status, headers), Whole(File));
        await sample.SucceedAsync(3);
        Assert.StartsWith($"127.0.0.1 answered {status[..3]}", sample.Notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pause_that_a_server_asks_for_is_kept_within_limits()
    {
        using var sample = new DownloadSample(Status("503 Service Unavailable", "Retry-After: 86400"), Whole(File));
        sample.Settings = sample.Settings with { LongestPause = TimeSpan.FromSeconds(0.2) };
        await sample.SucceedAsync(2);
        Assert.EndsWith("trying again in 0.2 s.", Assert.Single(sample.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stays_in_trouble_is_given_up_and_the_part_is_kept()
    {
        using var sample = new DownloadSample(Part(File, Half), Status("500 Oops"));
        sample.Settings = sample.Settings with { Tries = 3 };
        Assert.Contains("127.0.0.1 answered 500 (Oops), 3 times in a row.", await sample.FailAsync(3, keepsPart: true), StringComparison.Ordinal);
        Assert.Equal(Half, new FileInfo(sample.PartPath).Length);
    }

    [Fact]
    public async Task A_download_that_was_stopped_goes_on_the_next_time()
    {
        using var sample = new DownloadSample(Stall(File, Half), Rest(File));
        await StopAsync(sample);
        Assert.Empty(sample.Store.ListNames());
        Assert.Equal(File[..Half], System.IO.File.ReadAllBytes(sample.PartPath));
        await sample.SucceedAsync(2);
        Asks(sample.Server.Requests[1], Half, "\"v1\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"address\": 1}")]
    [InlineData("{\"address\": \"http://other/\", \"validator\": \"\\\"v1\\\"\", \"total\": 93672}")]
    [InlineData("{\"address\": \"http://other/\", \"validator\": \"\\\"v1\\\"\", \"total\": 10}")]
    public async Task A_part_of_something_else_is_not_continued(string state)
    {
        using var sample = new DownloadSample(Stall(File, Half), Whole(File));
        await StopAsync(sample);
        System.IO.File.WriteAllText(sample.PartPath + ".json", state);
        await sample.SucceedAsync(2);
        Assert.Null(sample.Server.Requests[1].From);
    }

    [Fact]
    public async Task A_file_that_had_come_but_was_not_stored_is_not_fetched_again()
    {
        using var sample = new DownloadSample(Stall(File, Half));
        await StopAsync(sample);
        System.IO.File.WriteAllBytes(sample.PartPath, File);
        await sample.SucceedAsync(1);
    }

    private static async Task StopAsync(DownloadSample sample)
    {
        using var stop = new CancellationTokenSource();
        Task<StoredBackbone> download = sample.DownloadAsync(cancellation: stop.Token);
        while (!sample.Progress.Any(progress => progress.Done == Half))
            await Task.Delay(5);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);
    }

    private static void Asks(Exchange request, int from, string version) => Assert.Equal((from, version), (request.From, request.Header("If-Range")));
}
