using System.Text.Json;
using Thaw.Images;

namespace Thaw.Weights.Store.Downloads;

/// <summary>
/// A file that is being downloaded: <c>NAME.part</c> with the bytes that have come, <c>NAME.part.json</c> with where they are from. It is held by one
/// process at a time through <c>NAME.lock</c>.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private const int MaxStateBytes = 1 << 16;
    private readonly FileStream _lock;
    private readonly string _statePath;
    private FileStream? _stream;

    private PartFile(string path, FileStream held)
    {
        Path = path;
        _statePath = path + ".json";
        _lock = held;
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        State = ReadState();
        if (State is null || State.Total < _stream.Length)
            _stream.SetLength(0);
        _stream.Position = _stream.Length;
    }

    /// <summary>The file with the bytes.</summary>
    public string Path { get; }

    /// <summary>How many bytes have come.</summary>
    public long Length => _stream!.Length;

    /// <summary>Where they are from; null where none have come.</summary>
    public PartState? State { get; private set; }

    /// <summary>Opens what an earlier download left, or an empty file.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="name">The name without <c>.part</c>.</param>
    /// <exception cref="DownloadException">Another process holds it.</exception>
    public static PartFile Open(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        FileStream held = Hold(folder, name);
        try
        {
            return new PartFile(System.IO.Path.Combine(folder, name + ".part"), held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Begins anew with what a server says of the file.</summary>
    public void Begin(PartState state)
    {
        _stream!.SetLength(0);
        State = state;
        AtomicFile.Write(_statePath, stream =>
        {
            using var json = new Utf8JsonWriter(stream);
            json.WriteStartObject();
            json.WriteString("address", state.Address);
            json.WriteString("validator", state.Validator);
            if (state.Total is { } total)
                json.WriteNumber("total", total);
            json.WriteEndObject();
        });
    }

    /// <summary>Adds bytes at the end.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _stream!.Write(bytes);

    /// <summary>Brings all bytes to the disk and closes the file, which then may be read and moved; it is still held.</summary>
    public void Close()
    {
        _stream?.Flush(flushToDisk: true);
        _stream?.Dispose();
        _stream = null;
    }

    /// <summary>Closes the file and removes it, if it is still there, with what belongs to it.</summary>
    public void Delete()
    {
        _stream?.Dispose();
        _stream = null;
        File.Delete(Path);
        File.Delete(_statePath);
    }

    /// <summary>Closes the file, which stays where it is unless it is empty, and lets go of it.</summary>
    public void Dispose()
    {
        if (_stream is { Length: 0 })
            Delete();
        else
            Close();
        _lock.Dispose();
    }

    private PartState? ReadState()
    {
        try
        {
            if (new FileInfo(_statePath) is not { Exists: true, Length: <= MaxStateBytes })
                return null;
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(_statePath), new JsonDocumentOptions { MaxDepth = 2 });
            JsonElement json = document.RootElement;
            return new PartState(json.GetProperty("address").GetString() ?? "", json.GetProperty("validator").GetString(),
                json.TryGetProperty("total", out JsonElement total) ? total.GetInt64() : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static FileStream Hold(string folder, string name)
    {
        string path = System.IO.Path.Combine(folder, name + ".lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new DownloadException($"'{path}' cannot be locked; if another process is downloading '{name}', wait for it ({e.Message}).", e);
        }
    }
}
