using System.Buffers.Binary;

namespace Thaw.Images.Png;

/// <summary>
/// Turns rows of samples into RGB. Transparent pixels are composited over white, 16-bit samples are then rounded to 8 bits:
/// <c>(255 v + 32767) / 65535</c>.
/// </summary>
internal sealed class RowConverter
{
    private readonly PngHeader _header;

    /// <summary>RGB of every value of a single sample of at most 8 bits.</summary>
    private readonly byte[] _table = [];

    /// <summary>The transparent colour, one number a channel, not scaled; -1 if none.</summary>
    private readonly int[] _key = [-1, -1, -1];

    public RowConverter(PngFile file)
    {
        _header = file.Header;
        ReadOnlySpan<byte> transparency = file.Transparency;
        if (_header.ColorType is PngColorType.Grey or PngColorType.Rgb)
        {
            // Section 11.3.1.1: only the lowest BitDepth bits count
            for (int i = 0; i < transparency.Length / 2; i++)
                _key[i] = BinaryPrimitives.ReadUInt16BigEndian(transparency[(2 * i)..]) & ((1 << _header.BitDepth) - 1);
        }
        if (_header.ColorType == PngColorType.Palette)
            _table = PaletteTable(file.Palette, transparency);
        else if (_header.ColorType == PngColorType.Grey && _header.BitDepth <= 8)
            _table = GreyTable(_header.BitDepth, _key[0]);
    }

    /// <summary>Converts as many pixels as <paramref name="rgb"/> has room for.</summary>
    public void Convert(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        switch (_header.ColorType, _header.BitDepth)
        {
            case (PngColorType.Grey, <= 8) or (PngColorType.Palette, _):
                ConvertTable(row, rgb);
                break;
            case (PngColorType.Rgb, 8):
                ConvertRgb8(row, rgb);
                break;
            case (_, 8):
                ConvertAlpha8(row, rgb);
                break;
            default:
                Convert16(row, rgb);
                break;
        }
    }

    /// <summary>Indices beyond the palette are black, as most readers have it.</summary>
    private static byte[] PaletteTable(ReadOnlySpan<byte> palette, ReadOnlySpan<byte> alphas)
    {
        byte[] table = new byte[3 * 256];
        for (int i = 0; i < palette.Length; i++)
            table[i] = i / 3 < alphas.Length ? OverWhite(palette[i], alphas[i / 3]) : palette[i];
        return table;
    }

    private static byte[] GreyTable(int depth, int key)
    {
        int largest = (1 << depth) - 1;
        byte[] table = new byte[3 * (largest + 1)];
        for (int value = 0; value <= largest; value++)
            table.AsSpan(3 * value, 3).Fill(value == key ? (byte)255 : (byte)(value * 255 / largest));
        return table;
    }

    /// <summary>Pixels smaller than a byte stand from the highest bits on (section 7.2).</summary>
    private void ConvertTable(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        int depth = _header.BitDepth;
        int mask = (1 << depth) - 1;
        int perByte = 8 / depth;
        for (int x = 0; x < rgb.Length / 3; x++)
        {
            int value = (row[x / perByte] >> (8 - depth - x % perByte * depth)) & mask;
            rgb[3 * x] = _table[3 * value];
            rgb[3 * x + 1] = _table[3 * value + 1];
            rgb[3 * x + 2] = _table[3 * value + 2];
        }
    }

    private void ConvertRgb8(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        row[..rgb.Length].CopyTo(rgb);
        if (_key[0] < 0)
            return;
        for (int i = 0; i < rgb.Length; i += 3)
        {
            if (rgb[i] == _key[0] && rgb[i + 1] == _key[1] && rgb[i + 2] == _key[2])
                rgb.Slice(i, 3).Fill(255);
        }
    }

    private void ConvertAlpha8(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        int channels = _header.Channels;
        int green = channels == 4 ? 1 : 0;
        for (int from = 0, to = 0; to < rgb.Length; from += channels, to += 3)
        {
            byte alpha = row[from + channels - 1];
            rgb[to] = OverWhite(row[from], alpha);
            rgb[to + 1] = OverWhite(row[from + green], alpha);
            rgb[to + 2] = OverWhite(row[from + 2 * green], alpha);
        }
    }

    private void Convert16(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        int channels = _header.Channels;
        int green = channels >= 3 ? 2 : 0;
        bool hasAlpha = _header.ColorType is PngColorType.GreyAlpha or PngColorType.RgbAlpha;
        for (int from = 0, to = 0; to < rgb.Length; from += 2 * channels, to += 3)
        {
            uint r = BinaryPrimitives.ReadUInt16BigEndian(row[from..]);
            uint g = BinaryPrimitives.ReadUInt16BigEndian(row[(from + green)..]);
            uint b = BinaryPrimitives.ReadUInt16BigEndian(row[(from + 2 * green)..]);
            uint alpha = 65535;
            if (hasAlpha)
                alpha = BinaryPrimitives.ReadUInt16BigEndian(row[(from + 2 * channels - 2)..]);
            else if (r == _key[0] && (green == 0 || (g == _key[1] && b == _key[2])))
                alpha = 0;
            rgb[to] = OverWhite16(r, alpha);
            rgb[to + 1] = OverWhite16(g, alpha);
            rgb[to + 2] = OverWhite16(b, alpha);
        }
    }

    /// <summary><c>(a v + (255 - a) 255) / 255</c>, rounded.</summary>
    private static byte OverWhite(int value, int alpha) => (byte)(255 - ((255 - value) * alpha + 127) / 255);

    /// <summary>The same at 16 bits, rounded once, to 8 bits.</summary>
    private static byte OverWhite16(uint value, uint alpha)
    {
        ulong wide = (ulong)value * alpha + (65535UL - alpha) * 65535UL;
        return (byte)((wide + 65535UL * 257 / 2) / (65535UL * 257));
    }
}
