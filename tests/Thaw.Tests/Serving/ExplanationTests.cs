using Thaw.Images;
using Thaw.Images.Png;
using Thaw.Serving;
using Thaw.Tests.Images;

namespace Thaw.Tests.Serving;

public class ExplanationTests
{
    [Theory]
    [InlineData(0, "upper left")]
    [InlineData(2, "upper right")]
    [InlineData(4, "middle")]
    [InlineData(5, "right")]
    [InlineData(7, "bottom")]
    public void The_strongest_place_is_told_in_words(int cell, string expected)
    {
        float[] values = new float[9];
        values[cell] = 1;
        Explanation explanation = Of(values, 3, 30, 30);
        Assert.Equal((expected, false), (explanation.Strongest, explanation.IsEmpty));
        int best = explanation.Heat.Span.IndexOf(explanation.Heat.ToArray().Max());
        Assert.Equal((cell % 3, cell / 3), (best % 30 / 10, best / 30 / 10));
    }

    [Fact]
    public void Where_nothing_speaks_for_the_class_the_map_is_empty_and_says_so()
    {
        Explanation explanation = Of(new float[4], 2, 5, 4);
        Assert.Equal(("nowhere", true), (explanation.Strongest, explanation.IsEmpty));
        Assert.Equal(new float[20], explanation.Heat.ToArray());
        Picture overlay = explanation.ToOverlay(Sample.Noise(5, 4));
        for (int i = 0; i < overlay.Pixels.Length; i += 3)
            Assert.Equal((overlay.Pixels[i], overlay.Pixels[i]), (overlay.Pixels[i + 1], overlay.Pixels[i + 2])); // grey, and nothing over it
    }

    [Fact]
    public void Heat_is_bilinear_between_the_centres_of_cells()
    {
        Explanation explanation = Of([0, 1, 0.5f, 0], 2, 8, 4);
        float[] row = [0, 0, 0.125f, 0.375f, 0.625f, 0.875f, 1, 1];
        Assert.Equal(row, explanation.Heat[..8].ToArray());
        Assert.Equal(0.25f * 0.5f, explanation.Heat.Span[8], 6); // a quarter of the way down from 0 to 0.5
        Assert.Equal((32, 8, 4), (explanation.Heat.Length, explanation.Width, explanation.Height));
    }

    [Theory]
    [InlineData(1, 1, 224, 224)]
    [InlineData(65535, 1, 1024, 1)]
    [InlineData(1, 3000, 1, 1024)]
    [InlineData(100, 200, 224, 448)]
    [InlineData(300, 400, 300, 400)]
    [InlineData(100, 1000, 102, 1024)]
    [InlineData(2048, 1536, 1024, 768)]
    public void Files_have_a_size_that_people_can_look_at(int width, int height, int expectedWidth, int expectedHeight)
    {
        Explanation explanation = Of([0, 1, 0.5f, 0], 2, width, height);
        Picture picture = Sample.Noise(width, height);
        byte[] png = explanation.ToPng(picture);
        Picture shown = ImageDecoder.Decode(png);
        Assert.Equal((expectedWidth, expectedHeight), (shown.Width, shown.Height));
        Assert.True(Explanation.IsExplanation(png));
        Assert.True(Explanation.IsExplanation(png.AsSpan(0, Math.Min(256, png.Length))));
        Assert.Equal((width, height), (explanation.ToOverlay(picture).Width, explanation.ToOverlay(picture).Height));
        Assert.Equal(width * height, explanation.Heat.Length);
    }

    [Fact]
    public void Other_files_are_not_taken_for_explanations()
    {
        Picture picture = Sample.Noise(9, 7);
        byte[] png = Of([1], 1, 9, 7).ToPng(picture);
        Assert.False(Explanation.IsExplanation(PngEncoder.Encode(picture)));
        Assert.False(Explanation.IsExplanation([]));
        for (int length = 0; length < 60; length++)
            Assert.False(Explanation.IsExplanation(png.AsSpan(0, length)));
        for (int i = 0; i < 8; i++)
        {
            byte[] other = [.. png];
            other[i] ^= 1;
            Assert.False(Explanation.IsExplanation(other));
        }
        png[41] ^= 1; // the keyword's first letter
        Assert.False(Explanation.IsExplanation(png));
    }

    /// <summary>Lightness by CIE's formula, which is not the one that the colours are made by.</summary>
    [Fact]
    public void Colours_grow_lighter_in_even_steps()
    {
        double[] lightness = [.. Enumerable.Range(0, 256).Select(i => Lightness(HeatColors.Rgb.Slice(3 * i, 3)))];
        Assert.InRange(lightness[0], 3, 20);
        Assert.InRange(lightness[255], 88, 98);
        for (int i = 8; i < 256; i++)
            Assert.InRange(lightness[i] - lightness[i - 8], 1.3, 4.0); // 2.6 on average
        for (int i = 1; i < 256; i++)
        {
            for (int c = 0; c < 3; c++)
                Assert.InRange(Math.Abs(HeatColors.Rgb[3 * i + c] - HeatColors.Rgb[3 * i - 3 + c]), 0, 6);
        }
    }

    [Fact]
    public void Hot_places_are_coloured_and_cold_ones_grey()
    {
        Picture overlay = Of([0, 0, 0, 1], 2, 40, 40).ToOverlay(new Picture(40, 40, [.. Enumerable.Repeat((byte)128, 4800)]));
        Assert.Equal([128, 128, 128], overlay.Pixels[..3]);
        byte[] hot = overlay.Pixels[^3..];
        Assert.True(hot[0] > 200 && hot[1] > 180 && hot[2] < 180, string.Join(' ', hot));
    }

    internal static Explanation Of(float[] values, int columns, int width, int height, string[]? classes = null, int label = 1)
    {
        string[] names = classes ?? ["intact", "cracked"];
        var prediction = new Prediction(label, [.. names.Select((name, i) => new ClassProbability(name, i == label ? 0.75f : 0.25f))]);
        return new Explanation(prediction, label, "block4_conv3", new HeatGrid(values, columns, values.Length / columns, columns, values.Length / columns), width, height);
    }

    private static double Lightness(ReadOnlySpan<byte> rgb)
    {
        double y = 0;
        double[] weights = [0.2126, 0.7152, 0.0722];
        for (int c = 0; c < 3; c++)
        {
            double v = rgb[c] / 255.0;
            y += weights[c] * (v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4));
        }
        return y <= 216.0 / 24389 ? y * 24389 / 27 : 116 * Math.Cbrt(y) - 16;
    }
}
