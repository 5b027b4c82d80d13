using System.Security.Cryptography;
using Thaw.Images;
using Thaw.Images.Drawing;
using Thaw.Images.Png;

namespace Thaw.Tests.Images.Drawing;

public sealed class DrawnDistanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("near", 0, false, null, "2d33f072e9202758")]
    [InlineData("near", 3, true, 0.5, "0d605ce4e070835c")]
    [InlineData("near", 4, false, 1.0, "ac7fab114a634368")]
    [InlineData("far", 0, false, null, "7bcc162f3a0e6a02")]
    [InlineData("far", 3, true, 0.5, "66c93fefb80d5426")]
    [InlineData("far", 4, false, 0.0, "0d1d2298bbf6f3d6")]
    public void The_bytes_never_change_between_machines(string name, int index, bool second, double? distance, string hash)
    {
        Picture picture = DrawnData.Draw(name, new DrawnDataOptions { Seed = 3, Distance = distance }, index, second);
        Assert.Equal((64, 64), (picture.Width, picture.Height));
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(picture.Pixels))[..16]);
    }

    [Theory]
    [InlineData("near", 0)]
    [InlineData("far", 1)]
    public void Without_a_distance_it_is_the_sets_own(string name, double own)
    {
        var options = new DrawnDataOptions { Size = 24, Seed = 9 };
        Assert.Equal(Draw(name, options with { Distance = own }, 2), Draw(name, options, 2));
        Assert.NotEqual(Draw(name, options with { Distance = 1 - own }, 2), Draw(name, options, 2));
        Assert.NotEqual(Draw(name, options with { Seed = 10 }, 2), Draw(name, options, 2));
        Assert.NotEqual(Draw(name, options, 3), Draw(name, options, 2));
    }

    [Theory]
    [InlineData("near")]
    [InlineData("far")]
    public void Farther_pictures_have_less_of_natures_slow_changes(string name)
    {
        double[] shares = [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(distance => Pictures(name, distance, second: false, 60).Average(SlowShare))];
        for (int i = 1; i < shares.Length; i++)
            Assert.True(shares[i] < shares[i - 1], $"{name}: {string.Join(" ", shares)}");
        Assert.True(shares[^1] < 0.6 * shares[0], $"{name}: {string.Join(" ", shares)}");
    }

    [Theory]
    [InlineData("near", 0)]
    [InlineData("near", 1)]
    [InlineData("far", 0)]
    [InlineData("far", 1)]
    public void No_coarse_look_gives_the_class_away(string name, double distance)
    {
        Picture[] first = Pictures(name, distance, second: false, 200), second = Pictures(name, distance, second: true, 200);
        // By chance the area lies within 0.5 ± 0.06, the probe's accuracy within 0.5 ± 0.08
        Assert.InRange(AreaUnderCurve(first, second, picture => picture.Pixels.Average(value => (double)value)), 0.38, 0.62);
        Assert.InRange(AreaUnderCurve(first, second, picture => PngEncoder.Encode(picture).Length), 0.35, 0.65);
        Assert.InRange(LinearProbe.Accuracy(first, second), 0.4, 0.62);
    }

    [Fact]
    public void The_probe_sees_what_is_there_to_see()
    {
        Picture[] dark = Pictures("near", 0, second: false, 40);
        Picture[] light = [.. dark.Select(picture => new Picture(32, 32, [.. picture.Pixels.Select(value => (byte)Math.Min(255, value + 60))]))];
        Assert.InRange(LinearProbe.Accuracy(dark, light), 0.85, 1);
    }

    [Theory]
    [InlineData("near")]
    [InlineData("far")]
    public void A_set_is_written_as_it_is_drawn(string name)
    {
        var options = new DrawnDataOptions { PerClass = 2, Size = 16, Seed = 2, Distance = 0.3 };
        Assert.Equal(4, DrawnData.Write(name, _folder.At(name), options));
        ImageSet set = ImageSet.Load(_folder.At(name));
        Assert.Equal(DrawnData.ClassesOf(name), set.Classes);
        LoadedImages images = LoadedImages.Load(set, 16, 16);
        for (int i = 0; i < 4; i++)
            Assert.Equal(DrawnData.Draw(name, options, i % 2, isSecondClass: i >= 2).Pixels, images.Pixels(i).ToArray());
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        foreach (double wrong in new[] { -0.01, 1.01, double.NaN, double.PositiveInfinity })
            Assert.Throws<ArgumentOutOfRangeException>(() => new DrawnDataOptions { Distance = wrong });
        var dialled = new DrawnDataOptions { PerClass = 1, Distance = 0.5 };
        string message = Assert.Throws<ImageSetException>(() => DrawnData.Draw("surfaces", dialled, 0, false)).Message;
        Assert.Equal("The set 'surfaces' has no distance to set; those that have one are: near, far.", message);
        Assert.Equal(message, Assert.Throws<ImageSetException>(() => DrawnData.Write("surfaces", _folder.At("x"), dialled)).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        Assert.Throws<ArgumentOutOfRangeException>(() => DrawnData.Draw("near", null, -1, false));
        Assert.Throws<ImageSetException>(() => DrawnData.Draw("nears", null, 0, false));
        Assert.Equal([false, true, true], DrawnData.Names.Select(DrawnData.HasDistance));
    }

    private static byte[] Draw(string name, DrawnDataOptions options, int index) => DrawnData.Draw(name, options, index, isSecondClass: true).Pixels;

    private static Picture[] Pictures(string name, double distance, bool second, int count) =>
        [.. Enumerable.Range(0, count).AsParallel().AsOrdered().Select(i =>
            DrawnData.Draw(name, new DrawnDataOptions { Size = 32, Seed = 3, Distance = distance }, i, second))];

    /// <summary>The variance of the green between fields of 8x8 pixels, over all of its variance.</summary>
    private static double SlowShare(Picture picture)
    {
        int n = picture.Width;
        double[] green = [.. Enumerable.Range(0, n * n).Select(i => (double)picture.Pixels[3 * i + 1])];
        double[] fields = [.. green.Select((value, i) => (Value: value, Field: i / n / 8 * 100 + i % n / 8)).GroupBy(p => p.Field).Select(g => g.Average(p => p.Value))];
        return Variance(fields) / Variance(green);
    }

    private static double Variance(double[] values) => values.Average(value => value * value) - values.Average() * values.Average();

    private static double AreaUnderCurve(Picture[] first, Picture[] second, Func<Picture, double> measure)
    {
        double[] a = [.. first.Select(measure)], b = [.. second.Select(measure)];
        return a.Average(x => b.Average(y => x > y ? 1 : x == y ? 0.5 : 0));
    }
}
