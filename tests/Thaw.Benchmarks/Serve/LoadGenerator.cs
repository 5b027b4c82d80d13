using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Serve;

/// <summary>
/// Sends pictures over many connections from one thread that waits for all of them at once: a request takes it a few tens of microseconds, so that it leaves the cores to
/// the service. Runs as a process of its own, so that its time and memory are known apart.
/// </summary>
internal sealed class LoadGenerator(LoadSpec spec)
{
    /// <summary>The mode's name; it is started by <see cref="ServeMode"/>.</summary>
    public const string Name = "serve-load";

    private const int FirstConnections = 64, LongestWait = 100_000;
    private static readonly long Millisecond = Stopwatch.Frequency / 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<LoadRecord> _records = [];
    private readonly List<LoadConnection> _busy = [];
    private readonly Stack<LoadConnection> _idle = new();
    private readonly List<Socket> _reads = [], _writes = [];
    private readonly byte[][] _requests = Requests(PictureFiles.In(spec.Photos), spec.Path);
    private Pcg32 _random = new(1);
    private int _next;
    private long _due;

    /// <summary>The process: a file of records, and on stdout the seconds of processor time that it took.</summary>
    public static int Run(string[] args)
    {
        (LoadSpec spec, string records) = LoadSpec.Parse(args);
        var generator = new LoadGenerator(spec);
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        generator.Run();
        process.Refresh();
        Console.WriteLine((process.TotalProcessorTime - before).TotalSeconds.ToString("F3", CultureInfo.InvariantCulture));
        File.WriteAllLines(records, generator._records.Select(record => record.Line));
        return 0;
    }

    /// <summary>A whole request a picture.</summary>
    public static byte[][] Requests(IEnumerable<string> files, string path) =>
    [
        .. files.Select(file =>
        {
            byte[] picture = File.ReadAllBytes(file);
            byte[] head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\nContent-Length: {picture.Length}\r\n\r\n"));
            return (byte[])[.. head, .. picture];
        }),
    ];

    private void Run()
    {
        for (int i = 0; i < Math.Min(spec.Connections, FirstConnections); i++)
            _idle.Push(new LoadConnection(spec.Port));
        long end = Stopwatch.GetTimestamp();
        foreach (LoadPhase phase in spec.Phases)
        {
            // What a phase could not send in its time is not made up for in the next
            _due = end;
            end += (long)(phase.Seconds * Stopwatch.Frequency);
            Run(phase.Rate, end, last: ReferenceEquals(phase, spec.Phases[^1]));
        }
        while (_idle.TryPop(out LoadConnection? connection))
            connection.Dispose();
    }

    private void Run(double rate, long end, bool last)
    {
        while (true)
        {
            long now = Stopwatch.GetTimestamp();
            if (now < end && _next < spec.Requests)
                SendDue(rate, now);
            else if (!last)
                return;
            else if (_busy.Count == 0)
                break;
            else if (now > end + (long)(Patience.TotalSeconds * Stopwatch.Frequency))
                throw new FailureException($"{_busy.Count} requests had no answer within {Patience.TotalSeconds} s.");
            Wait(rate > 0 && now < end ? (int)Math.Clamp((_due - now + Millisecond - 1) / Millisecond * 1000, 0, LongestWait) : LongestWait);
        }
    }

    private void SendDue(double rate, long now)
    {
        if (rate == 0)
        {
            while (_next < spec.Requests && (_idle.Count > 0 || _busy.Count < spec.Connections))
                Send(Stopwatch.GetTimestamp());
            return;
        }
        while (_due <= now && _next < spec.Requests && (_idle.Count > 0 || _busy.Count < spec.Connections))
        {
            Send(_due);
            _due += (long)(-Math.Log(1 - _random.NextDouble()) / rate * Stopwatch.Frequency);
        }
    }

    private void Send(long due)
    {
        byte[] request = _requests[_next++ % _requests.Length];
        LoadConnection? connection;
        try
        {
            connection = _idle.TryPop(out LoadConnection? idle) ? idle : new LoadConnection(spec.Port);
        }
        catch (SocketException)
        {
            _records.Add(new LoadRecord(due, due, Stopwatch.GetTimestamp(), LoadRecord.ConnectionFailed, false, ""));
            return;
        }
        _busy.Add(connection);
        if (connection.Start(request, due) is { } failed)
            _records.Add(failed);
    }

    private void Wait(int microseconds)
    {
        _reads.Clear();
        _writes.Clear();
        foreach (LoadConnection connection in _busy)
        {
            _reads.Add(connection.Socket);
            if (connection.Sends)
                _writes.Add(connection.Socket);
        }
        if (_reads.Count == 0)
        {
            Thread.Sleep(microseconds / 1000);
            return;
        }
        Socket.Select(_reads, _writes.Count > 0 ? _writes : null, null, microseconds);
        if (_reads.Count == 0 && _writes.Count == 0)
            return;
        var ready = new HashSet<Socket>(_reads);
        var sends = new HashSet<Socket>(_writes);
        for (int i = _busy.Count - 1; i >= 0; i--)
        {
            LoadConnection connection = _busy[i];
            LoadRecord? ended = connection.IsBusy && sends.Contains(connection.Socket) ? connection.Send() : null;
            if (ended is null && connection.IsBusy && ready.Contains(connection.Socket))
                ended = connection.Receive();
            if (ended is { } record)
                _records.Add(record);
            if (connection.IsBusy)
                continue;
            _busy[i] = _busy[^1];
            _busy.RemoveAt(_busy.Count - 1);
            if (connection.IsClosed)
                connection.Dispose();
            else
                _idle.Push(connection);
        }
    }
}
