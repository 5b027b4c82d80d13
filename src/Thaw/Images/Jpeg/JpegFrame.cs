using System.Buffers.Binary;

namespace Thaw.Images.Jpeg;

/// <summary>The frame header (ITU T.81, section B.2.2).</summary>
internal sealed class JpegFrame
{
    private JpegFrame(bool isProgressive, int width, int height, JpegComponent[] components)
    {
        IsProgressive = isProgressive;
        Width = width;
        Height = height;
        Components = components;
        foreach (JpegComponent component in components)
        {
            MaxHorizontal = Math.Max(MaxHorizontal, component.Horizontal);
            MaxVertical = Math.Max(MaxVertical, component.Vertical);
        }
        McusWide = (width + 8 * MaxHorizontal - 1) / (8 * MaxHorizontal);
        McusHigh = (height + 8 * MaxVertical - 1) / (8 * MaxVertical);
    }

    /// <summary>Whether coefficients come in several scans.</summary>
    public bool IsProgressive { get; }

    /// <summary>X: samples a line, before the EXIF orientation; at least 1.</summary>
    public int Width { get; }

    /// <summary>Y: lines; at least 1.</summary>
    public int Height { get; }

    /// <summary>The components in the order of the file: 1, 3 or 4.</summary>
    public JpegComponent[] Components { get; }

    /// <summary>The largest H.</summary>
    public int MaxHorizontal { get; }

    /// <summary>The largest V.</summary>
    public int MaxVertical { get; }

    /// <summary>MCUs of an interleaved scan, across.</summary>
    public int McusWide { get; }

    /// <summary>MCUs of an interleaved scan, down.</summary>
    public int McusHigh { get; }

    /// <summary>Parses the segment after its length.</summary>
    public static JpegFrame Parse(byte marker, ReadOnlySpan<byte> data, DecoderOptions options)
    {
        if (marker is not (Marker.Sof0 or Marker.Sof1 or Marker.Sof2))
            throw new ImageFormatException(
                $"JPEG: {Process(marker)} is not supported; expected baseline, extended sequential or progressive Huffman coding.");
        if (data.Length < 6 || data.Length != 6 + 3 * data[5])
            throw new ImageFormatException("JPEG: the file is corrupt: its frame header's length does not fit its components.");
        if (data[0] != 8)
            throw new ImageFormatException($"JPEG: {data[0]} bits a sample are not supported; expected 8.");
        int height = BinaryPrimitives.ReadUInt16BigEndian(data[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
        if (height == 0)
            throw new ImageFormatException("JPEG: a height that follows the first scan (DNL) is not supported.");
        options.Check("JPEG", width, height);
        if (data[5] is not (1 or 3 or 4))
            throw new ImageFormatException($"JPEG: {data[5]} components are not supported; expected 1, 3 or 4.");
        var components = new JpegComponent[data[5]];
        for (int i = 0; i < components.Length; i++)
        {
            int id = data[6 + 3 * i];
            int sampling = data[7 + 3 * i];
            int table = data[8 + 3 * i];
            if (sampling >> 4 is < 1 or > 4 || (sampling & 15) is < 1 or > 4)
                throw new ImageFormatException(
                    $"JPEG: the file is corrupt: expected sampling factors from 1 to 4, got {sampling >> 4}x{sampling & 15}.");
            if (table > 3)
                throw new ImageFormatException($"JPEG: the file is corrupt: expected a quantization table from 0 to 3, got {table}.");
            if (Array.Exists(components, component => component?.Id == id))
                throw new ImageFormatException($"JPEG: the file is corrupt: its frame names component {id} twice.");
            components[i] = new JpegComponent(id, sampling >> 4, sampling & 15, table);
        }
        return new JpegFrame(marker == Marker.Sof2, width, height, components);
    }

    private static string Process(byte marker) => marker switch
    {
        0xC3 => "lossless coding",
        0xC5 or 0xC6 or 0xC7 => "hierarchical coding",
        0xCB => "lossless arithmetic coding",
        0xCD or 0xCE or 0xCF => "hierarchical arithmetic coding",
        _ => "arithmetic coding",
    };
}
