using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Thaw.Service.Tests;

/// <summary>A connection to a server on loopback that sends whatever bytes it is given.</summary>
internal sealed partial class RawConnection : IDisposable
{
    private readonly StringBuilder _answer = new();
    private readonly byte[] _buffer = new byte[16 << 10];

    private RawConnection(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    /// <summary>What has come so far, as Latin-1.</summary>
    public string Answer => _answer.ToString();

    /// <summary>The statuses of the answers that have come so far.</summary>
    public int[] Statuses => [.. StatusLine().Matches(Answer).Select(match => int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture))];

    public static async Task<RawConnection> OpenAsync(int port, int receiveBuffer = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer > 0)
            socket.ReceiveBufferSize = receiveBuffer;
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new RawConnection(socket);
    }

    public static Task<RawConnection> OpenAsync(TestService service, int receiveBuffer = 0) => OpenAsync(new Uri(service.App.Urls.First()).Port, receiveBuffer);

    /// <summary>Sends bytes; a server that has closed already is no mistake.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
                bytes = bytes[await Socket.SendAsync(bytes, SocketFlags.None)..];
        }
        catch (SocketException)
        {
            // the answer tells
        }
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Tells the server that nothing more will come.</summary>
    public void EndSending()
    {
        try
        {
            Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // the server has closed already
        }
    }

    /// <summary>Closes so that the server's next look at the connection fails.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Dispose();
    }

    /// <summary>Reads until the server closes, or until what came is enough. Fails where neither happens in time.</summary>
    public async Task<string> ReadAsync(Func<string, bool>? enough = null, int seconds = 20)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        try
        {
            while (enough is null || !enough(Answer))
            {
                int count = await Socket.ReceiveAsync(_buffer, SocketFlags.None, limit.Token);
                if (count == 0)
                    break;
                _answer.Append(Encoding.Latin1.GetString(_buffer, 0, count));
            }
        }
        catch (SocketException)
        {
            // closed with something unread
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The server neither answered nor closed within {seconds} s; it sent '{Answer}'.");
        }
        return Answer;
    }

    /// <summary>Reads the first answer's headers.</summary>
    public Task<string> ReadHeadAsync() => ReadAsync(answer => answer.Contains("\r\n\r\n", StringComparison.Ordinal));

    public void Dispose() => Socket.Dispose();

    /// <summary>The head of a request that posts a picture.</summary>
    public static string Head(int length, string path = "/v1/models/surfaces/classify", string more = "") =>
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: {length}\r\n{more}\r\n";

    [GeneratedRegex(@"HTTP/1\.1 (\d{3}) ", RegexOptions.CultureInvariant)]
    private static partial Regex StatusLine();
}
