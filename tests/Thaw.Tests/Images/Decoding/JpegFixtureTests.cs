using Thaw.Images;

namespace Thaw.Tests.Images.Decoding;

/// <summary>
/// JPEG against libjpeg-turbo's djpeg (accurate integer transform, fancy upsampling); CMYK, YCCK and orientation against Pillow, which
/// uses the same library and the same product of ink and black.
/// </summary>
public sealed class JpegFixtureTests
{
    /// <summary>Promised: at most 2 levels, and 0.3 on the mean. Seen: no difference at all, and at most 1 for CMYK.</summary>
    private const int Tolerance = 2;

    private const double MeanTolerance = 0.3;

    public static TheoryData<string, string> Files => FixtureFiles.Manifest("jpeg");

    [Theory]
    [MemberData(nameof(Files))]
    public void Pixels_are_those_of_libjpeg(string name, string expected)
    {
        byte[] bytes = FixtureFiles.Read("jpeg", name);
        Picture picture = ImageDecoder.Decode(bytes);
        (int largest, double mean) = FixtureFiles.Difference(FixtureFiles.ReadPpm("jpeg", expected), picture);
        Assert.True(largest <= Tolerance && mean < MeanTolerance, $"{name}: largest {largest}, mean {mean}");
        Assert.Equal(new ImageHeader(ImageFormat.Jpeg, picture.Width, picture.Height), ImageDecoder.ReadHeader(bytes));
    }

    [Fact]
    public void Every_file_of_the_manifest_is_there() => Assert.Equal(78, Files.Count);
}
