using Thaw.Images;
using Thaw.Images.Png;

namespace Thaw.Tests.Images;

public class PngEncoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(200, 3)]
    [InlineData(63, 65)]
    public void Decoding_gives_the_pixels_back(int width, int height)
    {
        foreach (Picture picture in new[] { Sample.Noise(width, height), Sample.Ramp(width, height) })
        {
            Picture back = ImageDecoder.Decode(PngEncoder.Encode(picture));
            Assert.Equal((width, height), (back.Width, back.Height));
            Assert.Equal(picture.Pixels, back.Pixels);
        }
    }

    [Fact]
    public void Filters_make_smooth_pictures_small()
    {
        Assert.InRange(PngEncoder.Encode(Sample.Ramp(100, 100)).Length, 50, 1500);
        Assert.InRange(PngEncoder.Encode(Sample.Noise(100, 100)).Length, 30_000, 31_000);
    }
}
