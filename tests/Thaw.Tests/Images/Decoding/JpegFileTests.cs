using Thaw.Images;

namespace Thaw.Tests.Images.Decoding;

/// <summary>What a JPEG file may and may not hold.</summary>
public sealed class JpegFileTests
{
    /// <summary>Data of zeros, each block two bits: DC stays, AC ends.</summary>
    private static readonly byte[] FlatData = new byte[16];

    [Theory]
    [InlineData("arithmetic.jpg")]
    [InlineData("arithmetic-progressive.jpg")]
    public void Arithmetic_coding_is_refused_by_name(string name)
    {
        byte[] bytes = FixtureFiles.Read(Path.Combine("jpeg", "refused"), name);
        Assert.Contains("arithmetic coding is not supported", Refusal(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xC3, 8, 1, "lossless coding")]
    [InlineData(0xC5, 8, 1, "hierarchical coding")]
    [InlineData(0xC7, 8, 1, "hierarchical coding")]
    [InlineData(0xCB, 8, 1, "lossless arithmetic coding")]
    [InlineData(0xCF, 8, 1, "hierarchical arithmetic coding")]
    [InlineData(0xC1, 12, 1, "12 bits")]
    [InlineData(0xC0, 8, 2, "2 components")]
    [InlineData(0xC0, 8, 5, "5 components")]
    public void Other_kinds_are_refused_by_name(byte marker, byte precision, int components, string word)
    {
        byte[] bytes = Flat(marker, components, precision);
        Assert.Contains(word, Refusal(bytes), StringComparison.Ordinal);
        Assert.Throws<ImageFormatException>(() => ImageDecoder.ReadHeader(bytes));
    }

    [Fact]
    public void The_files_of_these_tests_are_good_but_for_what_they_try()
    {
        Picture picture = ImageDecoder.Decode(Flat(0xC0, 1, 8));
        Assert.Equal((20, 10), (picture.Width, picture.Height));
        Assert.Equal(-1, picture.Pixels.AsSpan().IndexOfAnyExcept((byte)128));
    }

    [Fact]
    public void A_height_that_comes_later_is_refused() =>
        Assert.Contains("DNL", Refusal(Tables().Frame(0xC0, 20, 0).Scan(0, 63, 0, 0).Raw(FlatData).ToArray()), StringComparison.Ordinal);

    [Fact]
    public void A_second_frame_is_refused() =>
        Assert.Contains("second frame", Refusal(Tables().Frame(0xC0, 20, 10).Frame(0xC0, 20, 10).ToArray()), StringComparison.Ordinal);

    [Fact]
    public void A_scan_before_the_frame_is_refused() =>
        Assert.Contains("before the frame", Refusal(Tables().Scan(0, 63, 0, 0).Raw(FlatData).ToArray()), StringComparison.Ordinal);

    [Fact]
    public void A_file_without_a_scan_is_truncated_but_its_frame_is_still_checked()
    {
        Assert.Contains("before its first scan", Refusal(Tables().Frame(0xC0, 20, 10).ToArray()), StringComparison.Ordinal);
        Assert.Contains("before its first scan", Refusal([0xFF, 0xD8, 0xFF, 0xD9]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_table_is_named()
    {
        JpegBytes noHuffman = new JpegBytes().FlatQuantization().OneCode(isAc: false, symbol: 0).Frame(0xC0, 20, 10);
        noHuffman.Scan(0, 63, 0, 0).Raw(FlatData);
        Assert.Contains("Huffman table that is missing", Refusal(noHuffman.ToArray()), StringComparison.Ordinal);
        JpegBytes noQuantization = new JpegBytes().OneCode(isAc: false, symbol: 0).OneCode(isAc: true, symbol: 0);
        noQuantization.Frame(0xC0, 20, 10).Scan(0, 63, 0, 0);
        Assert.Contains("quantization table 0 is missing", Refusal(noQuantization.Raw(FlatData).ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 0)] // 3 codes of 1 bit
    [InlineData(2, 1)] // 2 codes of 1 bit leave none of 2 bits
    public void A_huffman_table_with_too_many_codes_is_refused(byte ofOneBit, byte ofTwoBits)
    {
        byte[] table = [0, ofOneBit, ofTwoBits, .. new byte[14], .. new byte[ofOneBit + ofTwoBits]];
        Assert.Contains("more codes", Refusal(new JpegBytes().Segment(0xC4, table).ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_that_is_in_no_table_is_refused()
    {
        byte[] bytes = Tables().Frame(0xC0, 20, 10).Scan(0, 63, 0, 0).Raw([0x80, .. FlatData]).ToArray();
        Assert.Contains("Huffman code", Refusal(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_segments_and_stray_bytes_are_skipped()
    {
        byte[] plain = Flat(0xC0, 1, 8);
        JpegBytes file = Tables().Segment(0xEF, 1, 2, 3).Raw(0, 0xFF, 0x00, 7).Segment(0xFE, "comment"u8.ToArray()).Frame(0xC0, 20, 10);
        byte[] padded = file.Scan(0, 63, 0, 0).Raw(FlatData).Raw(0xFF, 0xFF, 0xD9).Raw(new byte[100]).ToArray();
        Assert.Equal(ImageDecoder.Decode(plain).Pixels, ImageDecoder.Decode(padded).Pixels);
    }

    [Fact]
    public void A_restart_marker_out_of_turn_is_refused()
    {
        byte[] bytes = FixtureFiles.Read("jpeg", "restart-2x2.jpg");
        int at = bytes.AsSpan().IndexOf<byte>([0xFF, 0xD1]);
        bytes[at + 1] = 0xD3;
        Assert.Contains("restart marker 1", Refusal(bytes), StringComparison.Ordinal);
    }

    private static JpegBytes Tables() => new JpegBytes().FlatQuantization().OneCode(isAc: false, symbol: 0).OneCode(isAc: true, symbol: 0);

    private static byte[] Flat(byte marker, int components, byte precision) =>
        Tables().Frame(marker, 20, 10, components, precision).Scan(0, 63, 0, 0).Raw(FlatData).Raw(0xFF, 0xD9).ToArray();

    private static string Refusal(byte[] bytes) => Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(bytes)).Message;
}
