using Thaw.Images;
using Thaw.Images.Png;

namespace Thaw.Tests.Images;

public class PictureReaderTests
{
    [Fact]
    public void A_file_becomes_a_picture_of_the_size()
    {
        Picture source = Sample.Noise(50, 40);
        Picture picture = PictureReader.Read(PngEncoder.Encode(source), 16, 12);
        Assert.Equal(Resizing.ToSize(source, 16, 12).Pixels, picture.Pixels);
        Picture box = PictureReader.Read(PngEncoder.Encode(source), 16, 12, ResizeFilter.Box);
        Assert.Equal(Resizing.ToSize(source, 16, 12, ResizeFilter.Box).Pixels, box.Pixels);
    }

    [Fact]
    public void Limits_are_kept()
    {
        byte[] png = PngEncoder.Encode(Sample.Noise(50, 40));
        Assert.Equal(8, PictureReader.Read(png, 8, 8, maxPixels: 2000).Width);
        Assert.Throws<ImageFormatException>(() => PictureReader.Read(png, 8, 8, maxPixels: 1999));
        byte[] strip = PngEncoder.Encode(new Picture(1, 65536, new byte[3 * 65536]));
        Assert.Contains("65535", Assert.Throws<ImageFormatException>(() => PictureReader.Read(strip, 8, 8)).Message, StringComparison.Ordinal);
        Assert.Throws<ImageFormatException>(() => PictureReader.Read([1, 2, 3], 8, 8));
    }
}
