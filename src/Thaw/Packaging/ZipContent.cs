using System.Buffers.Binary;
using System.IO.Compression;
using Thaw.Images.Png;

namespace Thaw.Packaging;

/// <summary>
/// A zip of unknown origin. Its directory is bounded before it is read, entries are read into memory only, and never more of them than was
/// asked for. Entries that nobody asks for are ignored; a name that stands twice is refused, because readers would disagree about it.
/// </summary>
internal sealed class ZipContent : IDisposable
{
    private const int MaxEntries = 256, MaxDirectoryBytes = 1 << 20, EndBytes = 22, MaxCommentBytes = 65535;

    /// <summary>Weights hardly compress; what does by more than this is made to fill memory.</summary>
    private const int MaxCompression = 20, AlwaysAllowed = 1 << 16;

    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    private ZipContent(ZipArchive zip)
    {
        _zip = zip;
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry))
                throw new ModelFormatException($"the zip has the entry '{Printable(entry.FullName)}' twice.");
        }
    }

    /// <summary>Reads the directory.</summary>
    /// <param name="stream">Can seek; stays open.</param>
    /// <exception cref="ModelFormatException">It is no zip, damaged, or too large.</exception>
    public static ZipContent Open(Stream stream)
    {
        CheckDirectory(stream);
        return Guard(() =>
        {
            var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            try
            {
                return new ZipContent(zip);
            }
            catch
            {
                zip.Dispose();
                throw;
            }
        });
    }

    /// <summary>An entry's bytes, uncompressed and with the checksum that the directory states.</summary>
    /// <param name="name">The entry's whole name.</param>
    /// <param name="least">The fewest bytes that make sense.</param>
    /// <param name="most">The most bytes that make sense; more are never held.</param>
    /// <exception cref="ModelFormatException">There is no such entry, it is damaged, or its size is out of range.</exception>
    public byte[] Read(string name, long least, long most)
    {
        if (!_entries.TryGetValue(name, out ZipArchiveEntry? entry))
            throw new ModelFormatException($"the zip has no entry '{Printable(name)}'.");
        return Guard(() =>
        {
            if (entry.Length < least || entry.Length > most)
                throw new ModelFormatException($"'{name}' should have {least} to {most} bytes, got {entry.Length}.");
            if (entry.Length > AlwaysAllowed && entry.Length / MaxCompression > entry.CompressedLength)
                throw new ModelFormatException($"'{name}' should be at most {MaxCompression} times its compressed size, got {entry.Length} bytes from {entry.CompressedLength}.");
            byte[] bytes = new byte[entry.Length];
            using Stream stream = entry.Open();
            stream.ReadExactly(bytes);
            if (stream.ReadByte() != -1)
                throw new ModelFormatException($"'{name}' has more than the {entry.Length} bytes that the zip states.");
            if (ChunkChecksum.Of(bytes) != entry.Crc32)
                throw new ModelFormatException($"'{name}' is damaged: its CRC-32 is not the one that the zip states.");
            return bytes;
        });
    }

    public void Dispose() => _zip.Dispose();

    /// <summary>Bounds what <see cref="ZipArchive"/> will read as the directory (APPNOTE 6.3.10, section 4.3.16).</summary>
    private static void CheckDirectory(Stream stream)
    {
        long length = stream.Length;
        byte[] tail = new byte[Math.Min(length, EndBytes + MaxCommentBytes)];
        stream.Position = length - tail.Length;
        stream.ReadExactly(tail);
        int at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || tail.Length - at < EndBytes)
            throw new ModelFormatException("it is no zip, or it is cut off: the end of a zip's directory is missing.");
        ReadOnlySpan<byte> end = tail.AsSpan(at);
        int entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        long start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]), size = length - tail.Length + at - start;
        // Values of only ones would send the library to a second directory, that of Zip64
        if (BinaryPrimitives.ReadUInt32LittleEndian(end[4..]) != 0 || length >= uint.MaxValue)
            throw new ModelFormatException("a model zip is one file of less than 4 GB.");
        if (entries > MaxEntries || size is < 0 or > MaxDirectoryBytes)
            throw new ModelFormatException($"a model zip has at most {MaxEntries} entries and a directory of 0 to {MaxDirectoryBytes} bytes, got {entries} entries and {size} bytes.");
        stream.Position = 0;
    }

    /// <summary>
    /// Turns what the zip library throws at damaged bytes into the one exception. Input and output errors are among it, because a place
    /// before the beginning of the file, where a directory may send the library, gives one.
    /// </summary>
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or IOException or ArgumentException or OverflowException)
        {
            throw new ModelFormatException($"the zip is damaged or can't be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static string Printable(string name) => string.Concat(name.Take(80).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
