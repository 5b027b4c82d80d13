using Thaw.Images;

namespace Thaw.Tests.Images.Decoding;

/// <summary>What a PNG file may and may not hold.</summary>
public sealed class PngFileTests
{
    /// <summary>Two pixels, one byte each, no filter.</summary>
    private static readonly byte[] TwoBytes = PngBytes.Compress([0, 1, 2]);

    private static readonly byte[] End = [];

    /// <summary>Two grey pixels of 8 bits.</summary>
    private static readonly byte[] Grey = PngBytes.Header(2, 1, 8, 0);

    [Fact]
    public void A_wrong_checksum_is_refused_where_the_chunk_is_used()
    {
        byte[] bytes = FixtureFiles.Read("png", "rgb-8.png");
        int data = bytes.AsSpan().IndexOf("IDAT"u8);
        bytes[data + 20] ^= 1;
        Assert.Contains("checksum of its IDAT", Refusal(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_checksum_does_not_matter_where_the_chunk_is_skipped()
    {
        byte[] bytes = PngBytes.File(("IHDR", Grey), ("tEXt", "note"u8.ToArray()), ("IDAT", TwoBytes), ("IEND", End));
        bytes[bytes.AsSpan().IndexOf("note"u8)] ^= 1;
        Assert.Equal([1, 1, 1, 2, 2, 2], ImageDecoder.Decode(bytes).Pixels);
    }

    [Fact]
    public void An_unknown_chunk_that_matters_is_refused() =>
        Assert.Contains("CgBI",
            Refusal(PngBytes.File(("IHDR", Grey), ("CgBI", End), ("IDAT", TwoBytes))), StringComparison.Ordinal);

    [Fact]
    public void Another_first_chunk_is_refused() =>
        Assert.Contains("first chunk",
            Refusal(PngBytes.File(("IDAT", TwoBytes), ("IHDR", Grey))), StringComparison.Ordinal);

    [Fact]
    public void A_file_without_pixels_is_refused() =>
        Assert.Contains("no IDAT", Refusal(PngBytes.File(("IHDR", Grey), ("IEND", End))), StringComparison.Ordinal);

    [Fact]
    public void A_palette_picture_needs_a_palette_and_indices_beyond_it_are_black()
    {
        (string, byte[]) header = ("IHDR", PngBytes.Header(2, 1, 8, 3));
        Assert.Contains("PLTE", Refusal(PngBytes.File(header, ("IDAT", TwoBytes))), StringComparison.Ordinal);
        Assert.Contains("PLTE", Refusal(PngBytes.File(header, ("PLTE", [1, 2, 3, 4]), ("IDAT", TwoBytes))), StringComparison.Ordinal);
        byte[] bytes = PngBytes.File(header, ("PLTE", [9, 9, 9, 10, 20, 30]), ("IDAT", TwoBytes));
        Assert.Equal([10, 20, 30, 0, 0, 0], ImageDecoder.Decode(bytes).Pixels);
    }

    [Theory]
    [InlineData(3, 0)] // grey has 1, 2, 4, 8 and 16 bits
    [InlineData(4, 2)] // RGB has 8 and 16
    [InlineData(16, 3)] // a palette has at most 8
    [InlineData(8, 1)]
    [InlineData(8, 5)]
    [InlineData(0, 0)]
    public void Depths_that_the_colour_type_does_not_have_are_refused(int depth, int color) =>
        Assert.Contains("not a combination",
            Refusal(PngBytes.File(("IHDR", PngBytes.Header(2, 1, depth, color)), ("IDAT", TwoBytes))), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_filter_is_refused() =>
        Assert.Contains("row filter",
            Refusal(PngBytes.File(("IHDR", Grey), ("IDAT", PngBytes.Compress([5, 1, 2])))), StringComparison.Ordinal);

    [Theory]
    [InlineData("0102030405")]
    [InlineData("78BB000000010300")] // wants a preset dictionary (RFC 1950, FDICT)
    [InlineData("789CFFFF")] // a kind of block that does not exist
    public void Broken_compression_is_refused_with_its_cause(string data)
    {
        byte[] bytes = PngBytes.File(("IHDR", Grey), ("IDAT", Convert.FromHexString(data)));
        ImageFormatException exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(bytes));
        Assert.NotNull(exception.InnerException);
    }

    [Theory]
    [InlineData(0, 0, 255, 255)] // transparent
    [InlineData(0, 255, 255, 0)]
    [InlineData(100, 128, 255, 177)] // 255 - 155 * 128 / 255 = 177.2
    [InlineData(200, 1, 255, 255)]
    public void Transparency_lies_over_white(byte grey, byte alpha, byte clear, byte expected)
    {
        byte[] bytes = PngBytes.File(("IHDR", PngBytes.Header(2, 1, 8, 4)), ("IDAT", PngBytes.Compress([0, grey, alpha, 77, 0])), ("IEND", End));
        Assert.Equal([expected, expected, expected, clear, clear, clear], ImageDecoder.Decode(bytes).Pixels);
    }

    [Fact]
    public void Sides_of_zero_are_refused() =>
        Assert.Contains("0x1", Refusal(PngBytes.File(("IHDR", PngBytes.Header(0, 1, 8, 0)), ("IDAT", TwoBytes))), StringComparison.Ordinal);

    private static string Refusal(byte[] bytes) => Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(bytes)).Message;
}
