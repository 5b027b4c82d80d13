using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Thaw.Tests.Weights.Store;

/// <summary>One request to the server and the connection to answer on; it is closed when the answer has been given.</summary>
/// <param name="Head">The request's first line and headers.</param>
/// <param name="Stream">Where the answer goes.</param>
/// <param name="Ended">Cancelled when the server is stopped.</param>
internal sealed record Exchange(string Head, NetworkStream Stream, CancellationToken Ended)
{
    /// <summary>The first byte that the request asks for; null where it asks for all.</summary>
    public int? From => Header("Range") is { } range ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : null;

    /// <summary>The value of a header of the request; null where it is not there.</summary>
    public string? Header(string name) => Head.Split("\r\n").Skip(1).FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..];

    /// <summary>Answers.</summary>
    public async Task AnswerAsync(string head, ReadOnlyMemory<byte> body)
    {
        await Stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head.ReplaceLineEndings("\r\n")}\r\nConnection: close\r\n\r\n"), Ended);
        await Stream.WriteAsync(body, Ended);
    }
}

/// <summary>
/// A web server on this machine that answers the first request as the first line of its script says, the second as the second, and all that are more as the
/// last, down to lies and broken connections that no well-behaved server knows.
/// </summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentQueue<Exchange> _requests = new();
    private readonly Func<Exchange, Task>[] _script;

    public ScriptedServer(params Func<Exchange, Task>[] script)
    {
        _script = script;
        _listener.Start();
        _ = RunAsync();
    }

    /// <summary>Where it is.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/weights.h5");

    /// <summary>What it was asked, in order.</summary>
    public IReadOnlyList<Exchange> Requests => [.. _requests];

    /// <summary>The whole file.</summary>
    public static Func<Exchange, Task> Whole(byte[] file, string? headers = "ETag: \"v1\"") => Part(file, file.Length, headers);

    /// <summary>The promise of the whole file and the beginning of it.</summary>
    public static Func<Exchange, Task> Part(byte[] file, int count, string? headers = "ETag: \"v1\"", int? promised = null) => exchange =>
        exchange.AnswerAsync($"200 OK\nContent-Length: {promised ?? file.Length}{Line(headers)}", file.AsMemory(0, count));

    /// <summary>The rest of the file from the byte that was asked for.</summary>
    public static Func<Exchange, Task> Rest(byte[] file, string? headers = "ETag: \"v1\"", int shift = 0) => exchange =>
    {
        int from = exchange.From!.Value + shift;
        return exchange.AnswerAsync($"206 Partial Content\nContent-Length: {file.Length - from}\nContent-Range: bytes {from}-{file.Length - 1}/{file.Length}{Line(headers)}",
            file.AsMemory(from));
    };

    /// <summary>The beginning of the file, and then nothing more, for ever.</summary>
    public static Func<Exchange, Task> Stall(byte[] file, int count) => async exchange =>
    {
        await exchange.AnswerAsync($"200 OK\nContent-Length: {file.Length}\nETag: \"v1\"", file.AsMemory(0, count));
        await Task.Delay(Timeout.Infinite, exchange.Ended);
    };

    /// <summary>An answer without a body.</summary>
    public static Func<Exchange, Task> Status(string status, string? headers = null) => exchange => exchange.AnswerAsync($"{status}\nContent-Length: 0{Line(headers)}", default);

    /// <summary>The file in chunks, without a length.</summary>
    public static Func<Exchange, Task> Chunked(byte[] file) => exchange => exchange.AnswerAsync("200 OK\nTransfer-Encoding: chunked",
        (byte[])[.. Encoding.ASCII.GetBytes($"{file.Length:x}\r\n"), .. file, .. "\r\n0\r\n\r\n"u8]);

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
    }

    private static string Line(string? headers) => headers is null ? "" : "\n" + headers;

    private async Task RunAsync()
    {
        while (!_ended.IsCancellationRequested)
            _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_ended.Token));
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            NetworkStream stream = client.GetStream();
            var head = new StringBuilder();
            byte[] one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _ended.Token) == 1)
                head.Append((char)one[0]);
            var exchange = new Exchange(head.ToString(), stream, _ended.Token);
            int number;
            lock (_requests)
            {
                number = _requests.Count;
                _requests.Enqueue(exchange);
            }
            await _script[Math.Min(number, _script.Length - 1)](exchange);
        }
    }
}
