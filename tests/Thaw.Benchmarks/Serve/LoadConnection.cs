using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Thaw.Benchmarks.Serve;

/// <summary>A connection that carries one request after the other. Never blocks; its owner waits for the socket.</summary>
internal sealed class LoadConnection : IDisposable
{
    private byte[] _answer = new byte[16 << 10];
    private byte[] _request = [];
    private int _sent, _length;
    private long _due, _started;

    public LoadConnection(int port)
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(IPAddress.Loopback, port);
        Socket.Blocking = false;
    }

    public Socket Socket { get; }

    /// <summary>Whether part of the request is still to be sent.</summary>
    public bool Sends => _sent < _request.Length;

    /// <summary>Whether an answer is under way.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Whether it can carry no further request.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Begins a request.</summary>
    public LoadRecord? Start(byte[] request, long due)
    {
        (_request, _sent, _length, _due, _started, IsBusy) = (request, 0, 0, due, Stopwatch.GetTimestamp(), true);
        return Send();
    }

    /// <summary>Sends what the socket takes.</summary>
    /// <returns>The record of a request whose connection failed; else null.</returns>
    public LoadRecord? Send()
    {
        int count = Socket.Send(_request.AsSpan(_sent), SocketFlags.None, out SocketError error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
            return End(LoadRecord.ConnectionFailed, false, "");
        _sent += count;
        return null;
    }

    /// <summary>Takes what has come.</summary>
    /// <returns>The record of a request that has ended; null where more is to come.</returns>
    public LoadRecord? Receive()
    {
        if (_length == _answer.Length)
            Array.Resize(ref _answer, 2 * _length);
        int count = Socket.Receive(_answer.AsSpan(_length), SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
            return null;
        if (error != SocketError.Success || count == 0)
            return End(LoadRecord.ConnectionFailed, false, "");
        _length += count;
        ReadOnlySpan<byte> answer = _answer.AsSpan(0, _length);
        if (!HttpAnswer.TryRead(answer, out int status, out bool retryAfter, out bool closes, out int body))
            return null;
        IsClosed |= closes || Sends; // an answer before its request has gone: the rest can't be taken back
        return End(status, retryAfter, VersionOf(answer[body..]));
    }

    public void Dispose() => Socket.Dispose();

    /// <summary>The version in an answer of <c>/v1</c>.</summary>
    private static string VersionOf(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> mark = "\"version\":\""u8;
        int at = body.IndexOf(mark);
        if (at < 0)
            return "";
        body = body[(at + mark.Length)..];
        int end = body.IndexOf((byte)'"');
        return end < 0 ? "" : System.Text.Encoding.ASCII.GetString(body[..end]);
    }

    private LoadRecord End(int status, bool retryAfter, string version)
    {
        IsBusy = false;
        IsClosed |= status == LoadRecord.ConnectionFailed;
        return new LoadRecord(_due, _started, Stopwatch.GetTimestamp(), status, retryAfter, version);
    }
}
