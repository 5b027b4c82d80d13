using System.Buffers.Binary;

namespace Thaw.Images.Jpeg;

/// <summary>Walks over a file's marker segments (ITU T.81, section B.1.1).</summary>
internal ref struct SegmentReader
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Starts behind the SOI marker.</summary>
    public SegmentReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        Position = 2;
    }

    /// <summary>Behind the last segment; after a scan header, where its data starts.</summary>
    public int Position { get; set; }

    /// <summary>The last segment's parameters, without its length.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>Whether the bytes ended before an EOI marker came.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>
    /// Goes to the next segment. Bytes that belong to none, and restart markers behind a scan, are skipped.
    /// </summary>
    /// <returns>Its marker; <see cref="Marker.Eoi"/> also where the bytes end between segments.</returns>
    public byte Next()
    {
        while (true)
        {
            int at = _bytes[Position..].IndexOf((byte)0xFF);
            if (at < 0 || Position + at + 1 >= _bytes.Length)
            {
                Position = _bytes.Length;
                IsAtEnd = true;
                Data = default;
                return Marker.Eoi;
            }
            Position += at + 1;
            byte code = _bytes[Position];
            // FF FF is a fill byte, FF 00 a byte of data
            if (code == 0xFF)
                continue;
            Position++;
            if (code == Marker.Eoi)
                return code;
            if (code == 0 || Marker.StandsAlone(code))
                continue;
            Take(code);
            return code;
        }
    }

    private void Take(byte code)
    {
        int length = _bytes.Length - Position >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(_bytes[Position..]) : 0;
        if (length < 2 || length > _bytes.Length - Position)
            throw new ImageFormatException(
                $"JPEG: the file is truncated or corrupt: its segment FF{code:X2} at byte {Position - 2} does not fit the file.");
        Data = _bytes.Slice(Position + 2, length - 2);
        Position += length;
    }
}
