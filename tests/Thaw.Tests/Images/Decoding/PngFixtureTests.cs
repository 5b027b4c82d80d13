using Thaw.Images;

namespace Thaw.Tests.Images.Decoding;

/// <summary>PNG against ImageMagick (libpng) and Pillow, bit for bit.</summary>
public sealed class PngFixtureTests
{
    public static TheoryData<string, string> Files => FixtureFiles.Manifest("png");

    [Theory]
    [MemberData(nameof(Files))]
    public void Pixels_are_equal(string name, string expected)
    {
        byte[] bytes = FixtureFiles.Read("png", name);
        Picture picture = ImageDecoder.Decode(bytes);
        Assert.Equal((0, 0.0), FixtureFiles.Difference(FixtureFiles.ReadPpm("png", expected), picture));
        Assert.Equal(new ImageHeader(ImageFormat.Png, picture.Width, picture.Height), ImageDecoder.ReadHeader(bytes));
    }

    [Fact]
    public void Every_file_of_the_manifest_is_there() => Assert.Equal(54, Files.Count);
}
