using Thaw.Images;

namespace Thaw.Tests.Images.Decoding;

/// <summary>BMP against ImageMagick and Pillow, bit for bit.</summary>
public sealed class BmpFixtureTests
{
    public static TheoryData<string, string> Files => FixtureFiles.Manifest("bmp");

    [Theory]
    [MemberData(nameof(Files))]
    public void Pixels_are_equal(string name, string expected)
    {
        byte[] bytes = FixtureFiles.Read("bmp", name);
        Picture picture = ImageDecoder.Decode(bytes);
        Assert.Equal((0, 0.0), FixtureFiles.Difference(FixtureFiles.ReadPpm("bmp", expected), picture));
        Assert.Equal(new ImageHeader(ImageFormat.Bmp, picture.Width, picture.Height), ImageDecoder.ReadHeader(bytes));
    }

    [Fact]
    public void Every_file_of_the_manifest_is_there() => Assert.Equal(16, Files.Count);
}
