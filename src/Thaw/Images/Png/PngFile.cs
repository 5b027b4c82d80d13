using System.Buffers.Binary;
using System.Text;

namespace Thaw.Images.Png;

/// <summary>The parts of a PNG file that make its pixels, taken from its chunks (W3C PNG, section 5.3). Disposing it gives the data's memory back.</summary>
internal sealed class PngFile : IDisposable
{
    private const uint Ihdr = 0x49484452;
    private const uint Plte = 0x504C5445;
    private const uint Idat = 0x49444154;
    private const uint Iend = 0x49454E44;
    private const uint Trns = 0x74524E53;

    private byte[] _data = [];

    private PngFile(PngHeader header)
    {
        Header = header;
    }

    /// <summary>The IHDR chunk.</summary>
    public PngHeader Header { get; }

    /// <summary>The PLTE chunk: three bytes a colour; empty if there is none.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>The tRNS chunk as it stands; empty if there is none.</summary>
    public byte[] Transparency { get; private set; } = [];

    /// <summary>Bytes of all IDAT chunks.</summary>
    public int DataLength { get; private set; }

    /// <summary>Reads the IHDR chunk alone.</summary>
    public static PngHeader ReadHeader(ReadOnlySpan<byte> bytes, DecoderOptions options)
    {
        int position = PngDecoder.Signature.Length;
        ReadOnlySpan<byte> data = NextChunk(bytes, ref position, out uint type);
        if (type != Ihdr)
            throw new ImageFormatException($"PNG: expected the first chunk to be IHDR, got {Name(type)}.");
        return PngHeader.Parse(data, options);
    }

    /// <summary>Reads all chunks up to IEND or the end of the bytes.</summary>
    public static PngFile Read(ReadOnlySpan<byte> bytes, DecoderOptions options)
    {
        var file = new PngFile(ReadHeader(bytes, options));
        int position = PngDecoder.Signature.Length;
        NextChunk(bytes, ref position, out _);
        var pieces = new List<(int Start, int Length)>();
        while (position < bytes.Length)
        {
            ReadOnlySpan<byte> data = NextChunk(bytes, ref position, out uint type);
            if (type == Iend)
                break;
            if (type == Idat)
                pieces.Add((position - 4 - data.Length, data.Length));
            else
                file.Take(type, data);
        }
        if (pieces.Count == 0)
            throw new ImageFormatException("PNG: the file holds no IDAT chunk, that is no pixels.");
        if (file.Header.ColorType == PngColorType.Palette && file.Palette.Length == 0)
            throw new ImageFormatException("PNG: the pixels are palette indices, but the file holds no PLTE chunk.");
        file.Join(bytes, pieces);
        return file;
    }

    /// <summary>The IDAT chunks joined: one zlib stream. Not to be read after <see cref="Dispose"/>.</summary>
    public MemoryStream OpenData() => new(_data, 0, DataLength, writable: false);

    /// <inheritdoc/>
    public void Dispose() => BorrowedArray.GiveBack(ref _data);

    private void Join(ReadOnlySpan<byte> bytes, List<(int Start, int Length)> pieces)
    {
        DataLength = pieces.Sum(piece => piece.Length);
        _data = BorrowedArray.Take<byte>(DataLength);
        int filled = 0;
        foreach ((int start, int length) in pieces)
        {
            bytes.Slice(start, length).CopyTo(_data.AsSpan(filled));
            filled += length;
        }
    }

    private void Take(uint type, ReadOnlySpan<byte> data)
    {
        switch (type)
        {
            case Plte:
                if (data.Length is 0 or > 768 || data.Length % 3 != 0)
                    throw new ImageFormatException($"PNG: expected a PLTE chunk of 1 to 256 colours of 3 bytes, got {data.Length} bytes.");
                Palette = data.ToArray();
                break;
            case Trns:
                // Section 11.3.1.1; a chunk that does not fit the colour type is ignored, as an ancillary chunk may be
                if (Header.ColorType switch
                {
                    PngColorType.Grey => data.Length == 2,
                    PngColorType.Rgb => data.Length == 6,
                    PngColorType.Palette => data.Length <= 256,
                    _ => false,
                })
                    Transparency = data.ToArray();
                break;
            default:
                // Section 5.4: an upper-case first letter (bit 5 clear) marks a chunk that cannot be skipped
                if ((type & 0x20000000) == 0)
                    throw new ImageFormatException($"PNG: the critical chunk {Name(type)} is unknown, or stands in the wrong place.");
                break;
        }
    }

    /// <summary>Length, type, data, CRC (section 5.3). The CRC of a chunk that is used is checked.</summary>
    private static ReadOnlySpan<byte> NextChunk(ReadOnlySpan<byte> bytes, ref int position, out uint type)
    {
        if (bytes.Length - position < 12)
            throw new ImageFormatException($"PNG: the file is truncated: it ends within the chunk at byte {position}.");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes[position..]);
        type = BinaryPrimitives.ReadUInt32BigEndian(bytes[(position + 4)..]);
        if (length > bytes.Length - position - 12)
            throw new ImageFormatException(
                $"PNG: the file is truncated or corrupt: its {Name(type)} chunk wants {length} bytes, "
                + $"{bytes.Length - position - 12} are left.");
        int size = (int)length;
        if ((type & 0x20000000) == 0 || type == Trns)
        {
            uint expected = BinaryPrimitives.ReadUInt32BigEndian(bytes[(position + 8 + size)..]);
            uint actual = ChunkChecksum.Of(bytes.Slice(position + 4, size + 4));
            if (expected != actual)
                throw new ImageFormatException(
                    $"PNG: the file is corrupt: the checksum of its {Name(type)} chunk is {actual:X8}, not {expected:X8}.");
        }
        ReadOnlySpan<byte> data = bytes.Slice(position + 8, size);
        position += 12 + size;
        return data;
    }

    /// <summary>Four letters, or hexadecimal digits where the type is not made of letters.</summary>
    private static string Name(uint type)
    {
        Span<byte> letters = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(letters, type);
        foreach (byte letter in letters)
        {
            if (!char.IsAsciiLetter((char)letter))
                return $"0x{type:X8}";
        }
        return Encoding.ASCII.GetString(letters);
    }
}
