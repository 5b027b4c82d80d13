using System.Buffers.Binary;

namespace Thaw.Images.Jpeg;

/// <summary>The tables that stay in force from one segment to the next (ITU T.81, section B.2.4).</summary>
internal sealed class JpegTables
{
    /// <summary>Quantization tables 0 to 3, in natural order; null where none came yet. Tables are replaced, never changed.</summary>
    public ushort[]?[] Quantization { get; } = new ushort[4][];

    /// <summary>DC Huffman tables 0 to 3; null where none came yet.</summary>
    public HuffmanTable?[] Dc { get; } = new HuffmanTable[4];

    /// <summary>AC Huffman tables 0 to 3; null where none came yet.</summary>
    public HuffmanTable?[] Ac { get; } = new HuffmanTable[4];

    /// <summary>Ri: MCUs between restart markers; 0 means that there are none.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>DQT (section B.2.4.1).</summary>
    public void ReadQuantization(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            int precision = data[0] >> 4;
            int index = data[0] & 15;
            int length = precision == 0 ? 64 : 128;
            if (precision > 1 || index > 3 || data.Length < 1 + length)
                throw new ImageFormatException("JPEG: the file is corrupt: a quantization table has a wrong number or length.");
            ushort[] table = new ushort[64];
            for (int k = 0; k < 64; k++)
                table[ZigZag.ToNatural[k]] = precision == 0 ? data[1 + k] : BinaryPrimitives.ReadUInt16BigEndian(data[(1 + 2 * k)..]);
            Quantization[index] = table;
            data = data[(1 + length)..];
        }
    }

    /// <summary>DHT (section B.2.4.2).</summary>
    public void ReadHuffman(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            int kind = data[0] >> 4;
            int index = data[0] & 15;
            int total = 0;
            for (int i = 1; i <= 16 && i < data.Length; i++)
                total += data[i];
            if (kind > 1 || index > 3 || total > 256 || data.Length < 17 + total)
                throw new ImageFormatException("JPEG: the file is corrupt: a Huffman table has a wrong number or length.");
            ReadOnlySpan<byte> symbols = data.Slice(17, total);
            // A DC symbol is a number of bits
            if (kind == 0 && symbols.ContainsAnyExceptInRange((byte)0, (byte)15))
                throw new ImageFormatException("JPEG: the file is corrupt: a DC Huffman table holds a symbol above 15.");
            (kind == 0 ? Dc : Ac)[index] = new HuffmanTable(data.Slice(1, 16), symbols);
            data = data[(17 + total)..];
        }
    }

    /// <summary>DRI (section B.2.4.4).</summary>
    public void ReadRestartInterval(ReadOnlySpan<byte> data)
    {
        if (data.Length != 2)
            throw new ImageFormatException($"JPEG: the file is corrupt: expected a restart interval of 2 bytes, got {data.Length}.");
        RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(data);
    }
}
