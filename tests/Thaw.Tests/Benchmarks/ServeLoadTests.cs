using System.Text;
using Thaw.Benchmarks;
using Thaw.Benchmarks.Serve;

namespace Thaw.Tests.Benchmarks;

public sealed class ServeLoadTests
{
    private const string Plain = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\nretry-after: 1\r\nConnection: close\r\n\r\n{}";
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\na\r\n\":12345678\r\n0\r\n\r\n";

    [Theory]
    [InlineData(Plain, 503, true, true)]
    [InlineData(Chunked, 200, false, false)]
    public void An_answer_is_whole_at_its_last_byte_and_not_before(string text, int expected, bool retries, bool ends)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        for (int length = 0; length < bytes.Length; length++)
            Assert.False(HttpAnswer.TryRead(bytes.AsSpan(0, length), out _, out _, out _, out _));
        Assert.True(HttpAnswer.TryRead(bytes, out int status, out bool retryAfter, out bool closes, out int body));
        Assert.Equal((expected, retries, ends), (status, retryAfter, closes));
        Assert.Equal(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4, body);
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    public void What_cannot_be_read_is_told(string text) =>
        Assert.Throws<FormatException>(() => HttpAnswer.TryRead(Encoding.ASCII.GetBytes(text), out _, out _, out _, out _));

    [Fact]
    public void Percentiles_are_of_the_nearest_rank()
    {
        var latencies = new Latencies(Enumerable.Range(1, 200).Reverse().Select(value => (double)value));
        Assert.Equal((100, 198, 200, 1), (latencies.Percentile(0.5), latencies.Percentile(0.99), latencies.Percentile(1), latencies.Percentile(0.001)));
        Assert.Equal(7, new Latencies([7]).Percentile(0.5));
        Assert.Throws<InvalidOperationException>(() => new Latencies([]).Percentile(0.5));
        Assert.Equal("none", new Latencies([]).ToString());
    }

    [Fact]
    public void A_record_and_a_phase_are_read_as_they_were_written()
    {
        var record = new LoadRecord(1, 2, 3, 503, true, "");
        Assert.Equal(record, LoadRecord.Parse(record.Line));
        Assert.Throws<FormatException>(() => LoadRecord.Parse("1,2,3"));
        var phase = new LoadPhase(812.5, 30);
        Assert.Equal(phase, LoadPhase.Parse(phase.ToString()));
        Assert.Throws<UsageException>(() => LoadPhase.Parse("-1:3"));
        Assert.Throws<UsageException>(() => LoadPhase.Parse("3"));
    }

    [Fact]
    public void A_request_that_was_sent_late_waited_since_it_was_due()
    {
        long second = System.Diagnostics.Stopwatch.Frequency;
        Assert.Equal(1000, new LoadRecord(0, second / 2, second, 200, false, "").Milliseconds, 3);
        Assert.Equal(999, new LoadRecord(0, second / 1000, second, 200, false, "").Milliseconds, 3);
    }

    [Fact]
    public void An_answer_is_too_old_only_where_a_newer_version_was_known_before_its_request()
    {
        LoadRecord first = Answer(0, 10, "a"), second = Answer(5, 20, "b"), overlapping = Answer(19, 40, "a"), late = Answer(21, 30, "a");
        string[] versions = ["a", "b", "c"];
        Assert.Equal((0, 0), SwapOrder.Count([first, second, overlapping], versions, []));
        Assert.Equal((1, 0), SwapOrder.Count([first, second, overlapping, late], versions, []));
        Assert.Equal((2, 0), SwapOrder.Count([first, second, overlapping, late], versions, [(15, "b")]));
        Assert.Equal((0, 1), SwapOrder.Count([first, Answer(1, 2, "x")], versions, []));
        Assert.Equal((0, 0), SwapOrder.Count([first, second, late with { Status = 503 }], versions, []));
    }

    [Fact]
    public void Good_zips_are_read_and_bad_ones_are_cut_or_of_other_classes()
    {
        using var original = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(original, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry("manifest.json").Open();
            entry.Write("{\"classes\":[\"cat\",\"dog\"]}"u8);
        }
        var zips = new SwapZips(original.ToArray());
        Assert.Equal("{\"classes\":[\"cat\",\"dog\"]}", Manifest(zips.Good(1)));
        Assert.NotEqual(zips.Good(1), zips.Good(2));
        Assert.Throws<InvalidDataException>(() => Manifest(zips.Bad(0)));
        Assert.Equal("{\"classes\":[\"other 1 0\",\"other 1 1\"]}", Manifest(zips.Bad(1)));
    }

    private static string Manifest(byte[] bytes)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(bytes));
        using var reader = new StreamReader(zip.GetEntry("manifest.json")!.Open());
        return reader.ReadToEnd();
    }

    private static LoadRecord Answer(long sent, long done, string version) => new(sent, sent, done, 200, false, version);
}
