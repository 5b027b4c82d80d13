using System.Buffers.Binary;
using Thaw.Images;

namespace Thaw.Tests.Images;

public class ResizingTests
{
    [Fact]
    public void Results_are_within_one_level_of_Pillow()
    {
        byte[] golden = File.ReadAllBytes(RepositoryRoot.Combine("data", "golden", "resize.bin"));
        int at = 4;
        int count = BinaryPrimitives.ReadInt32LittleEndian(golden);
        (_, Picture source) = Next(golden, ref at);
        Assert.Equal(12, count);
        for (int i = 0; i < count; i++)
        {
            (ResizeFilter filter, Picture expected) = Next(golden, ref at);
            Picture actual = Resizing.ToSize(source, expected.Width, expected.Height, filter);
            int worst = expected.Pixels.Zip(actual.Pixels, (a, b) => Math.Abs(a - b)).Max();
            Assert.True(worst <= 1, $"{filter} {expected.Width}x{expected.Height}: {worst} levels off");
        }
        Assert.Equal(golden.Length, at);
    }

    [Fact]
    public void The_same_size_gives_the_same_picture()
    {
        Picture picture = Sample.Noise(7, 5);
        Assert.Same(picture, Resizing.ToSize(picture, 7, 5));
        byte[] into = new byte[picture.Pixels.Length];
        Resizing.Into(picture.Pixels, 7, 5, 7, 5, ResizeFilter.Triangle, into);
        Assert.Equal(picture.Pixels, into);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(255)]
    public void A_flat_picture_stays_flat(byte level)
    {
        var flat = new Picture(100, 90, Enumerable.Repeat(level, 3 * 100 * 90).ToArray());
        foreach (ResizeFilter filter in Enum.GetValues<ResizeFilter>())
        {
            Assert.All(Resizing.ToSize(flat, 13, 7, filter).Pixels, value => Assert.Equal(level, value));
            Assert.All(Resizing.ToSize(flat, 170, 91, filter).Pixels, value => Assert.Equal(level, value));
        }
    }

    [Fact]
    public void A_box_of_two_by_two_is_the_mean()
    {
        var picture = new Picture(2, 2, [0, 10, 255, 100, 20, 255, 0, 30, 0, 100, 40, 0]);
        Assert.Equal(new byte[] { 50, 25, 128 }, Resizing.ToSize(picture, 1, 1, ResizeFilter.Box).Pixels);
    }

    [Fact]
    public void A_crop_is_the_part_that_was_asked_for()
    {
        Picture picture = Sample.Noise(6, 5);
        Picture crop = Resizing.Crop(picture, 2, 1, 3, 4);
        Assert.Equal((3, 4), (crop.Width, crop.Height));
        Assert.Equal(picture.Pixels.AsSpan(3 * (1 * 6 + 2), 3).ToArray(), crop.Pixels[..3]);
        Assert.Equal(picture.Pixels.AsSpan(3 * (4 * 6 + 4), 3).ToArray(), crop.Pixels[^3..]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Resizing.Crop(picture, 4, 0, 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Resizing.Crop(picture, 0, -1, 3, 1));
    }

    [Fact]
    public void Sides_below_one_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Resizing.ToSize(Sample.Noise(2, 2), 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Resizing.ToSize(Sample.Noise(2, 2), 1, 0));
    }

    private static (ResizeFilter Filter, Picture Picture) Next(byte[] golden, ref int at)
    {
        int[] numbers = [0, 0, 0];
        for (int i = 0; i < 3; i++, at += 4)
            numbers[i] = BinaryPrimitives.ReadInt32LittleEndian(golden.AsSpan(at));
        int length = 3 * numbers[1] * numbers[2];
        at += length;
        return ((ResizeFilter)numbers[0], new Picture(numbers[1], numbers[2], golden[(at - length)..at]));
    }
}
