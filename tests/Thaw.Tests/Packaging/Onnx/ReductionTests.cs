using Thaw.Images;
using Thaw.Images.Drawing;
using Thaw.Kernels;

namespace Thaw.Tests.Packaging.Onnx;

/// <summary>Pictures of a power of two times the network's side: the graph's nodes reduce them as <see cref="Resizing"/> does, but for rounding to bytes.</summary>
public class ReductionTests
{
    private const int Side = 32;

    /// <summary>Of a picture that changes in one direction only, so that Thaw rounds once; its weights are rounded too, to 22 bits.</summary>
    private const double HalfALevel = 0.501;

    [Theory]
    [InlineData(ResizeFilter.Triangle, 2)]
    [InlineData(ResizeFilter.Triangle, 4)]
    [InlineData(ResizeFilter.Triangle, 8)]
    [InlineData(ResizeFilter.Box, 4)]
    public void Stripes_come_within_half_a_level_of_Thaws_resize(ResizeFilter filter, int factor)
    {
        byte[] noise = Noise(Side * factor).Pixels[..(3 * Side * factor)];
        int wide = Side * factor;
        var across = new Picture(wide, wide, [.. Enumerable.Range(0, wide).SelectMany(_ => noise)]);
        var down = new Picture(wide, wide, [.. Enumerable.Range(0, wide).SelectMany(row => Enumerable.Repeat(noise[(3 * row)..((3 * row) + 3)], wide).SelectMany(pixel => pixel))]);
        foreach ((Picture picture, double[] came) in new[] { across, down }.Zip(ReducedPictures.Of(filter, Side, across, down)))
            Assert.True(Largest(came, Resizing.ToSize(picture, Side, Side, filter)) <= HalfALevel);
    }

    /// <summary>Thaw rounds to bytes between the rows and the columns and once more at the end: half a level each.</summary>
    [Theory]
    [InlineData(ResizeFilter.Triangle, 4, true)]
    [InlineData(ResizeFilter.Triangle, 2, false)]
    [InlineData(ResizeFilter.Box, 4, true)]
    public void Other_pictures_come_within_two_roundings(ResizeFilter filter, int factor, bool noise)
    {
        Picture picture = noise ? Noise(Side * factor) : DrawnSurfaces.Draw(3, defect: true, seed: 5, Side * factor);
        double[] came = ReducedPictures.Of(filter, Side, picture)[0];
        Picture own = Resizing.ToSize(picture, Side, Side, filter);
        Assert.True(Largest(came, own) <= 2 * HalfALevel);
        Assert.True(came.Zip(own.Pixels, (a, b) => Math.Abs(a - b)).Average() < 0.4);
    }

    /// <summary>The filter by its definition: every pixel's weight falls linearly with the distance, and weights inside the picture are scaled to add up to 1.</summary>
    [Fact]
    public void The_triangle_is_exact_up_to_the_edges()
    {
        const int Factor = 4, Wide = Side * Factor;
        Picture picture = Noise(Wide);
        double[] came = ReducedPictures.Of(ResizeFilter.Triangle, Side, picture)[0];
        double[][] weights = [.. Enumerable.Range(0, Side).Select(Weights)];
        for (int i = 0; i < came.Length; i++)
        {
            double[] columns = weights[i / 3 % Side], rows = weights[i / 3 / Side];
            double expected = Enumerable.Range(0, Wide * Wide).Sum(at => rows[at / Wide] * columns[at % Wide] * picture.Pixels[(3 * at) + (i % 3)]);
            Assert.Equal(expected, came[i], 1e-4);
        }

        static double[] Weights(int target)
        {
            double[] row = [.. Enumerable.Range(0, Wide).Select(at => Math.Max(0, 1 - (Math.Abs(at + 0.5 - ((target + 0.5) * Factor)) / Factor)))];
            return [.. row.Select(weight => weight / row.Sum())];
        }
    }

    /// <summary>Each picture of a batch is told apart: repeated pixels come back as they were, beside others that the filter takes.</summary>
    [Fact]
    public void A_batch_may_mix_repeated_pictures_with_others()
    {
        Picture small = Noise(Side), other = Noise(4 * Side), repeated = ReducedPictures.Nearest(small, 4 * Side);
        double[] alone = ReducedPictures.Of(ResizeFilter.Triangle, Side, other)[0];
        double[][] came = ReducedPictures.Of(ResizeFilter.Triangle, Side, repeated, other, repeated, repeated, other);
        foreach (int i in new[] { 0, 2, 3 })
            Assert.Equal(small.Pixels.Select(value => (double)value), came[i]);
        foreach (int i in new[] { 1, 4 })
            Assert.Equal(alone, came[i]);
    }

    /// <summary>One pixel that differs, in the last place, is enough.</summary>
    [Fact]
    public void A_single_other_pixel_brings_the_filter()
    {
        Picture repeated = ReducedPictures.Nearest(Noise(Side), 4 * Side);
        byte[] pixels = [.. repeated.Pixels];
        pixels[^1] ^= 1;
        var changed = new Picture(4 * Side, 4 * Side, pixels);
        double[][] came = ReducedPictures.Of(ResizeFilter.Triangle, Side, repeated, changed);
        Assert.True(Largest(came[0], Resizing.ToSize(changed, Side, Side)) > 10);
        Assert.True(Largest(came[1], Resizing.ToSize(changed, Side, Side)) <= 2 * HalfALevel);
    }

    private static double Largest(double[] came, Picture own) => came.Zip(own.Pixels, (a, b) => Math.Abs(a - b)).Max();

    private static Picture Noise(int side)
    {
        var random = new Pcg32(9, stream: 5);
        return new Picture(side, side, [.. Enumerable.Range(0, side * side * 3).Select(_ => (byte)random.NextUInt())]);
    }
}
