namespace Thaw.Tests.Images.Decoding;

/// <summary>Puts JPEG files together, segment by segment.</summary>
internal sealed class JpegBytes
{
    private readonly List<byte> _bytes = [0xFF, 0xD8];

    public byte[] ToArray() => [.. _bytes];

    /// <summary>Adds a marker with its length and parameters.</summary>
    public JpegBytes Segment(byte marker, params byte[] data)
    {
        int length = data.Length + 2;
        _bytes.AddRange([0xFF, marker, (byte)(length >> 8), (byte)length, .. data]);
        return this;
    }

    /// <summary>Adds bytes as they are.</summary>
    public JpegBytes Raw(params byte[] data)
    {
        _bytes.AddRange(data);
        return this;
    }

    /// <summary>Adds quantization table 0, all ones.</summary>
    public JpegBytes FlatQuantization() => Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]);

    /// <summary>Adds a Huffman table 0 with one code: the bit 0.</summary>
    public JpegBytes OneCode(bool isAc, byte symbol) =>
        Segment(0xC4, [isAc ? (byte)0x10 : (byte)0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, symbol]);

    /// <summary>Adds a frame header; components have the numbers 1, 2, ... and the sampling 1x1.</summary>
    public JpegBytes Frame(byte marker, int width, int height, int components = 1, byte precision = 8)
    {
        byte[] data = [precision, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)components];
        for (int i = 1; i <= components; i++)
            data = [.. data, (byte)i, 0x11, 0];
        return Segment(marker, data);
    }

    /// <summary>Adds a header of a scan of component 1.</summary>
    public JpegBytes Scan(int first, int last, int high, int low) =>
        Segment(0xDA, 1, 1, 0, (byte)first, (byte)last, (byte)(high << 4 | low));
}
