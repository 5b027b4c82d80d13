using System.Buffers.Binary;
using Thaw.Images;

namespace Thaw.Tests.Images.Decoding;

/// <summary>What a BMP file may and may not hold; each file is one row.</summary>
public sealed class BmpFileTests
{
    private const int None = 0;
    private const int Rle8 = 1;
    private const int BitFields = 3;

    [Fact]
    public void Rows_come_from_the_bottom_unless_the_height_is_negative()
    {
        byte[] pixels = [1, 2, 3, 0, 4, 5, 6, 0];
        Assert.Equal([6, 5, 4, 3, 2, 1], ImageDecoder.Decode(File(1, 2, 24, None, pixels)).Pixels);
        Assert.Equal([3, 2, 1, 6, 5, 4], ImageDecoder.Decode(File(1, -2, 24, None, pixels)).Pixels);
    }

    [Fact]
    public void Sixteen_bits_without_masks_are_five_a_colour() =>
        Assert.Equal([255, 0, 0, 8, 132, 255], ImageDecoder.Decode(File(2, 1, 16, None, [0x00, 0x7C, 0x1F, 0x06])).Pixels);

    [Fact]
    public void Masks_may_be_of_any_width_but_without_gaps()
    {
        byte[] pixel = [0xAB, 0xCD, 0xFF, 0x03];
        Assert.Equal([0xFF, 0xCD, 0xAB], ImageDecoder.Decode(File(1, 1, 32, BitFields, pixel, Masks(0x03FF0000, 0xFF00, 0xFF))).Pixels);
        Assert.Equal([0xFF, 0, 0], ImageDecoder.Decode(File(1, 1, 32, BitFields, pixel, Masks(0x01000000, 0, 0))).Pixels);
        Assert.Contains("gaps", Refusal(File(1, 1, 32, BitFields, pixel, Masks(0x05000000, 0xFF00, 0xFF))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x80, 0x00, 127)] // half a black over white: 255 - 255 * 128 / 255
    [InlineData(0x00, 0x00, 0)] // alpha is 0 throughout: it is not used
    public void Alpha_lies_over_white_if_any_pixel_has_it(byte alpha, byte other, byte expected)
    {
        byte[] masks = [.. Masks(0xFF0000, 0xFF00, 0xFF), .. BitConverter.GetBytes(0xFF000000)];
        byte[] file = File(2, 1, 32, BitFields, [0, 0, 0, alpha, 0, 0, 0, other], masks, headerLength: 56);
        Assert.Equal(expected, ImageDecoder.Decode(file).Pixels[0]);
    }

    [Fact]
    public void A_palette_may_be_shorter_than_its_indices()
    {
        byte[] palette = [1, 2, 3, 0, 4, 5, 6, 0];
        byte[] file = File(3, 1, 8, None, [1, 0, 2, 0], palette, colors: 2);
        Assert.Equal([6, 5, 4, 3, 2, 1, 0, 0, 0], ImageDecoder.Decode(file).Pixels);
    }

    [Fact]
    public void Runs_beyond_the_width_are_dropped_and_below_the_picture_refused()
    {
        byte[] palette = [1, 1, 1, 0, 9, 9, 9, 0];
        Assert.Equal([9, 9, 9, 9, 9, 9], ImageDecoder.Decode(File(2, 1, 8, Rle8, [5, 1, 0, 1], palette, colors: 2)).Pixels);
        Assert.Contains("outside", Refusal(File(2, 1, 8, Rle8, [2, 1, 0, 0, 2, 1, 0, 1], palette, colors: 2)), StringComparison.Ordinal);
        Assert.Contains("ends before", Refusal(File(2, 1, 8, Rle8, [2, 1, 0], palette, colors: 2)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, Rle8, -1)] // run-length files cannot be top-down
    [InlineData(24, Rle8, 1)]
    [InlineData(24, BitFields, 1)]
    [InlineData(32, 4, 1)] // an embedded JPEG
    public void Compressions_that_do_not_fit_are_refused(int bits, int compression, int height) =>
        Assert.Contains("compression", Refusal(File(1, height, bits, compression, new byte[64])), StringComparison.Ordinal);

    [Fact]
    public void Other_headers_depths_and_starts_are_refused()
    {
        Assert.Contains("information header of 16 bytes",
            Refusal(File(1, 1, 24, None, new byte[64], headerLength: 16)), StringComparison.Ordinal);
        Assert.Contains("2 bits a pixel", Refusal(File(1, 1, 2, None, new byte[64])), StringComparison.Ordinal);
        byte[] file = File(1, 1, 24, None, new byte[4]);
        file[10] = 20;
        Assert.Contains("start at byte 20", Refusal(file), StringComparison.Ordinal);
    }

    private static byte[] Masks(uint red, uint green, uint blue) =>
        [.. BitConverter.GetBytes(red), .. BitConverter.GetBytes(green), .. BitConverter.GetBytes(blue)];

    /// <summary>A file whose masks or palette stand behind the first 40 bytes of the header.</summary>
    private static byte[] File(
        int width, int height, int bits, int compression, byte[] pixels, byte[]? between = null, int headerLength = 40, int colors = 0)
    {
        between ??= [];
        byte[] header = new byte[54];
        "BM"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(10), 54 + between.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(14), headerLength);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(22), height);
        header[26] = 1;
        header[28] = (byte)bits;
        header[30] = (byte)compression;
        header[46] = (byte)colors;
        return [.. header, .. between, .. pixels];
    }

    private static string Refusal(byte[] bytes) => Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(bytes)).Message;
}
