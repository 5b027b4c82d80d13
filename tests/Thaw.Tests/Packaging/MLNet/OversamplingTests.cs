using Thaw.Images;
using Thaw.Images.Drawing;
using Thaw.Packaging.MLNet;
using Thaw.Tests.Packaging.Onnx;

namespace Thaw.Tests.Packaging.MLNet;

/// <summary>
/// How far the pixels that ML.NET's steps and the graph's first nodes give are from those that Thaw resizes to: ML.NET takes the nearest pixel, and the graph
/// reduces with the model's filter.
/// </summary>
public class OversamplingTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(100)]
    public void A_picture_of_the_networks_size_comes_through_unchanged(int side)
    {
        Picture picture = DrawnSurfaces.Draw(3, defect: true, seed: 5, side);
        foreach (ResizeFilter filter in Enum.GetValues<ResizeFilter>())
            Assert.Equal(picture.Pixels.Select(value => (double)value), Reduced(picture, side, PipelineEntries.OversamplingFor(side), filter));
    }

    [Theory]
    [InlineData(240, 64, ResizeFilter.Triangle, 1.0)]
    [InlineData(240, 64, ResizeFilter.Box, 1.5)]
    [InlineData(140, 96, ResizeFilter.Triangle, 2.0)]
    public void Other_pictures_come_close(int size, int side, ResizeFilter filter, double bound)
    {
        var difference = new Dictionary<int, double>();
        foreach (int oversampling in new[] { 1, 4 })
            difference[oversampling] = Enumerable.Range(0, 2).Average(i => Difference(DrawnSurfaces.Draw(i, i % 2 == 0, seed: 5, size), side, oversampling, filter));
        Assert.Equal(4, PipelineEntries.OversamplingFor(side));
        Assert.True(difference[4] < bound && difference[4] < 0.6 * difference[1], $"{difference[4]} levels a value, {difference[1]} without oversampling");
    }

    private static double Difference(Picture picture, int side, int oversampling, ResizeFilter filter) =>
        Resizing.ToSize(picture, side, side, filter).Pixels.Zip(Reduced(picture, side, oversampling, filter), (own, theirs) => Math.Abs(own - theirs)).Average();

    private static double[] Reduced(Picture picture, int side, int oversampling, ResizeFilter filter) =>
        ReducedPictures.Of(filter, side, ReducedPictures.Nearest(picture, side * oversampling))[0];
}
