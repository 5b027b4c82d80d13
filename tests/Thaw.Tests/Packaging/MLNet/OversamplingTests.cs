using Thaw.Images;
using Thaw.Images.Drawing;
using Thaw.Packaging.MLNet;

namespace Thaw.Tests.Packaging.MLNet;

/// <summary>
/// How far the pixels that ML.NET's steps and the graph's averaging give are from those that Thaw resizes to: ML.NET takes the nearest pixel, and
/// the graph the mean of squares of them.
/// </summary>
public class OversamplingTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(100)]
    public void A_picture_of_the_networks_size_comes_through_unchanged(int side)
    {
        Picture picture = DrawnSurfaces.Draw(3, defect: true, seed: 5, side);
        Assert.Equal(picture.Pixels.Select(value => (float)value), Averaged(picture, side, PipelineEntries.OversamplingFor(side)));
    }

    [Theory]
    [InlineData(240, 64, ResizeFilter.Triangle, 2.5)]
    [InlineData(240, 64, ResizeFilter.Box, 1.5)]
    [InlineData(320, 224, ResizeFilter.Triangle, 2.0)]
    public void Other_pictures_come_close(int size, int side, ResizeFilter filter, double bound)
    {
        var difference = new Dictionary<int, double>();
        foreach (int oversampling in new[] { 1, 4 })
            difference[oversampling] = Enumerable.Range(0, 4).Average(i => Difference(DrawnSurfaces.Draw(i, i % 2 == 0, seed: 5, size), side, oversampling, filter));
        Assert.Equal(4, PipelineEntries.OversamplingFor(side));
        Assert.True(difference[4] < bound && difference[4] < 0.6 * difference[1], $"{difference[4]} levels a value, {difference[1]} without oversampling");
    }

    private static double Difference(Picture picture, int side, int oversampling, ResizeFilter filter) =>
        Resizing.ToSize(picture, side, side, filter).Pixels.Zip(Averaged(picture, side, oversampling), (own, theirs) => Math.Abs(own - theirs)).Average();

    /// <summary>Nearest pixels at so many times the side, then the mean of each square of them.</summary>
    private static float[] Averaged(Picture picture, int side, int oversampling)
    {
        float[] result = new float[3 * side * side];
        int large = side * oversampling;
        for (int y = 0; y < large; y++)
        {
            for (int x = 0; x < large; x++)
            {
                int column = (int)((x + 0.5) * picture.Width / large), row = (int)((y + 0.5) * picture.Height / large);
                for (int colour = 0; colour < 3; colour++)
                    result[3 * (y / oversampling * side + x / oversampling) + colour] += picture.Pixels[3 * (row * picture.Width + column) + colour];
            }
        }
        return Array.ConvertAll(result, sum => sum / (oversampling * oversampling));
    }
}
