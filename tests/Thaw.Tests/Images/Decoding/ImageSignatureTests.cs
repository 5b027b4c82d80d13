using Thaw.Images;

namespace Thaw.Tests.Images.Decoding;

public sealed class ImageSignatureTests
{
    [Theory]
    [InlineData("474946383961", "GIF")]
    [InlineData("524946461000000057454250", "WebP")]
    [InlineData("49492A0008000000", "TIFF")]
    [InlineData("4D4D002A00000008", "TIFF")]
    [InlineData("000000186674797068656963", "HEIC")]
    [InlineData("000000186674797061766966", "AVIF")]
    [InlineData("0000000C6A5020200D0A870A", "JPEG 2000")]
    [InlineData("FF0A", "JPEG XL")]
    [InlineData("00000100010010100000", "ICO")]
    [InlineData("50360A", "PNM")]
    public void Formats_that_are_not_read_are_named(string start, string name)
    {
        ImageFormatException exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(Convert.FromHexString(start)));
        Assert.StartsWith(name + " files are not supported", exception.Message, StringComparison.Ordinal);
        Assert.Contains("JPEG, PNG and BMP", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("00", "00")]
    [InlineData("FFD8", "FFD8")]
    [InlineData("89504E470D0A1A", "89504E470D0A1A")]
    [InlineData("3C68746D6C3E0A3C626F64793E", "3C68746D6C3E0A3C")]
    public void Anything_else_is_shown_by_its_first_bytes(string start, string shown)
    {
        byte[] bytes = Convert.FromHexString(start);
        string message = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(bytes)).Message;
        Assert.Contains(shown, message, StringComparison.Ordinal);
        Assert.Contains("JPEG, PNG and BMP", message, StringComparison.Ordinal);
        Assert.Equal(message, Assert.Throws<ImageFormatException>(() => ImageDecoder.ReadHeader(bytes)).Message);
    }

    [Fact]
    public void Pnm_is_told_from_other_text_that_starts_with_p()
    {
        string message = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode("Q6\n37 29"u8)).Message;
        Assert.StartsWith("Unknown image format", message, StringComparison.Ordinal);
    }
}
