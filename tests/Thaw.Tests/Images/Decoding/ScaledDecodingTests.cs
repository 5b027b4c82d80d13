using Thaw.Images;

namespace Thaw.Tests.Images.Decoding;

/// <summary>
/// A scaled-down picture is the full one averaged over boxes. Differences are left from rounding and from clipping before or after
/// the mean; where colours are subsampled, the full picture is smoothed between samples, which the scaled one need not be.
/// </summary>
public sealed class ScaledDecodingTests
{
    [Theory]
    [InlineData("grey.jpg", 2, 2, 0.5)]
    [InlineData("grey.jpg", 4, 2, 0.5)]
    [InlineData("grey.jpg", 8, 2, 0.5)]
    [InlineData("grey-progressive.jpg", 4, 2, 0.5)]
    [InlineData("baseline-1x1.jpg", 2, 5, 0.7)]
    [InlineData("baseline-1x1.jpg", 4, 5, 0.7)]
    [InlineData("baseline-1x1.jpg", 8, 5, 0.7)]
    [InlineData("progressive-1x1.jpg", 2, 5, 0.7)]
    [InlineData("rgb.jpg", 4, 5, 0.7)]
    [InlineData("baseline-4x1.jpg", 4, 5, 0.7)]
    [InlineData("baseline-1x4.jpg", 4, 5, 0.7)]
    [InlineData("baseline-4x2.jpg", 4, 5, 0.7)]
    [InlineData("baseline-2x2.jpg", 2, 40, 4)]
    [InlineData("baseline-2x2.jpg", 4, 25, 3)]
    [InlineData("baseline-2x2.jpg", 8, 25, 3)]
    [InlineData("baseline-2x1.jpg", 4, 25, 3)]
    [InlineData("baseline-1x2.jpg", 2, 55, 4)]
    [InlineData("cmyk.jpg", 4, 8, 1)]
    public void A_scaled_picture_is_the_mean_of_boxes(string name, int scale, int tolerance, double meanTolerance)
    {
        byte[] bytes = FixtureFiles.Read("jpeg", name);
        Picture full = ImageDecoder.Decode(bytes);
        int width = (full.Width + scale - 1) / scale;
        int height = (full.Height + scale - 1) / scale;
        Picture scaled = ImageDecoder.Decode(bytes, new DecoderOptions { MinWidth = width, MinHeight = height });
        Assert.Equal((width, height), (scaled.Width, scaled.Height));

        // Boxes at the right and bottom edge hold samples that the full picture does not show
        Picture expected = BoxMeans(full, scale);
        Picture inner = Crop(scaled, expected.Width, expected.Height);
        (int largest, double mean) = FixtureFiles.Difference(expected, inner);
        Assert.True(largest <= tolerance && mean < meanTolerance, $"{name} by {scale}: largest {largest}, mean {mean}");
    }

    [Theory]
    [InlineData(null, null, 37, 29)]
    [InlineData(37, 29, 37, 29)]
    [InlineData(20, null, 37, 29)]
    [InlineData(19, null, 19, 15)]
    [InlineData(null, 15, 19, 15)]
    [InlineData(19, 16, 37, 29)]
    [InlineData(10, 8, 10, 8)]
    [InlineData(5, 4, 5, 4)]
    [InlineData(1, 1, 5, 4)]
    [InlineData(1000, 1, 37, 29)]
    public void The_picture_is_the_smallest_one_that_is_large_enough(int? minWidth, int? minHeight, int width, int height)
    {
        byte[] bytes = FixtureFiles.Read("jpeg", "baseline-2x2.jpg");
        Picture picture = ImageDecoder.Decode(bytes, new DecoderOptions { MinWidth = minWidth, MinHeight = minHeight });
        Assert.Equal((width, height), (picture.Width, picture.Height));
    }

    [Fact]
    public void The_wish_is_about_the_sides_as_displayed()
    {
        // 21x13 in the file, 13x21 as displayed
        byte[] bytes = FixtureFiles.Read("jpeg", "orientation-6.jpg");
        Picture half = ImageDecoder.Decode(bytes, new DecoderOptions { MinHeight = 11 });
        Assert.Equal((7, 11), (half.Width, half.Height));
        Picture whole = ImageDecoder.Decode(bytes, new DecoderOptions { MinWidth = 11 });
        Assert.Equal((13, 21), (whole.Width, whole.Height));
    }

    [Fact]
    public void All_fixtures_decode_at_all_scales()
    {
        foreach (object[] row in FixtureFiles.Manifest("jpeg"))
        {
            byte[] bytes = FixtureFiles.Read("jpeg", (string)row[0]);
            ImageHeader header = ImageDecoder.ReadHeader(bytes);
            for (int scale = 1; scale <= 8; scale *= 2)
            {
                int width = (header.Width + scale - 1) / scale;
                Picture picture = ImageDecoder.Decode(bytes, new DecoderOptions { MinWidth = width });
                Assert.True(picture.Width >= width && picture.Width <= header.Width);
            }
        }
    }

    private static Picture BoxMeans(Picture full, int scale)
    {
        int width = full.Width / scale;
        int height = full.Height / scale;
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 3 % width * scale;
            int y = i / 3 / width * scale;
            int sum = 0;
            for (int j = 0; j < scale * scale; j++)
                sum += full.Pixels[3 * ((y + j / scale) * full.Width + x + j % scale) + i % 3];
            pixels[i] = (byte)Math.Round((double)sum / (scale * scale));
        }
        return new Picture(width, height, pixels);
    }

    private static Picture Crop(Picture picture, int width, int height)
    {
        byte[] pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++)
            picture.Pixels.AsSpan(3 * y * picture.Width, 3 * width).CopyTo(pixels.AsSpan(3 * y * width));
        return new Picture(width, height, pixels);
    }
}
