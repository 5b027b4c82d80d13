using Thaw.Images;

namespace Thaw.Tests.Images;

public class AugmentationTests
{
    private static readonly Augmentation Mirror = new() { HorizontalFlip = true };

    [Fact]
    public void A_view_depends_on_its_arguments_alone()
    {
        Picture picture = Sample.Noise(64, 64);
        byte[] first = Augmentation.Standard.Apply(picture, 1, 2, 3).Pixels;
        Augmentation.Standard.Apply(picture, 9, 9, 9);
        Assert.Equal(first, Augmentation.Standard.Apply(picture, 1, 2, 3).Pixels);
        Assert.NotEqual(first, Augmentation.Standard.Apply(picture, 2, 2, 3).Pixels);
        Assert.NotEqual(first, Augmentation.Standard.Apply(picture, 1, 3, 3).Pixels);
        Assert.NotEqual(first, Augmentation.Standard.Apply(picture, 1, 2, 4).Pixels);
    }

    [Fact]
    public void The_bytes_never_change_between_machines()
    {
        byte[] pixels = Augmentation.Standard.Apply(Sample.Noise(31, 17), 1, 2, 3).Pixels;
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(pixels));
        Assert.StartsWith("178d13e82d03511a47c28377d0d3899a9575e556e", hash, StringComparison.Ordinal);
    }

    [Fact]
    public void None_changes_nothing()
    {
        Picture picture = Sample.Noise(9, 4);
        Assert.True(Augmentation.None.IsNone);
        Assert.Equal(picture.Pixels, Augmentation.None.Apply(picture, 1, 2, 3).Pixels);
    }

    [Fact]
    public void Half_of_the_views_are_mirrored()
    {
        Picture picture = Sample.Noise(5, 3);
        byte[] mirrored = new byte[picture.Pixels.Length];
        for (int i = 0; i < 15; i++)
            picture.Pixels.AsSpan(3 * i, 3).CopyTo(mirrored.AsSpan(3 * (i / 5 * 5 + 4 - i % 5)));
        int flips = 0;
        for (ulong view = 0; view < 1000; view++)
        {
            byte[] pixels = Mirror.Apply(picture, 0, 0, view).Pixels;
            bool same = pixels.AsSpan().SequenceEqual(picture.Pixels);
            Assert.True(same || pixels.AsSpan().SequenceEqual(mirrored));
            flips += same ? 0 : 1;
        }
        Assert.InRange(flips, 440, 560);
    }

    [Fact]
    public void A_crop_shows_a_part_at_the_full_size()
    {
        Picture ramp = Sample.Ramp(64, 64);
        var crop = new Augmentation { CropScale = 0.25 };
        int smallest = 64;
        for (ulong view = 0; view < 200; view++)
        {
            byte[] pixels = crop.Apply(ramp, 5, 0, view).Pixels;
            // Red is 40 + 2 x: its range tells which columns are seen
            double left = (pixels[0] - 40) / 2.0;
            double right = (pixels[3 * 63] - 40) / 2.0;
            Assert.InRange(left, 0, 63);
            Assert.InRange(right - left, 30.5, 63);
            smallest = Math.Min(smallest, (int)(right - left));
            Assert.Equal((left + right) / 2, (pixels[3 * 31] + pixels[3 * 32] - 80) / 4.0, 1.0);
        }
        Assert.InRange(smallest, 30, 36);
    }

    [Fact]
    public void Colours_follow_brightness_contrast_and_saturation()
    {
        var picture = new Picture(2, 1, [100, 120, 140, 60, 60, 60]);
        foreach ((Augmentation change, Action<byte[]> check) in new (Augmentation, Action<byte[]>)[]
        {
            // Brightness keeps ratios, contrast keeps the mean grey, saturation keeps each pixel's grey
            (new Augmentation { Brightness = 0.5 }, p => Assert.Equal(p[0] * 1.2, p[1], 1.2)),
            (new Augmentation { Contrast = 0.5 }, p => Assert.InRange((77 * p[0] + 150 * p[1] + 29 * p[2]) / 256 + p[3], 174, 180)),
            (new Augmentation { Saturation = 0.5 }, p => Assert.InRange((77 * p[0] + 150 * p[1] + 29 * p[2]) / 256, 114, 118)),
        })
        {
            var seen = new HashSet<int>();
            for (ulong view = 0; view < 100; view++)
            {
                byte[] pixels = change.Apply(picture, 1, 1, view).Pixels;
                check(pixels);
                seen.Add(pixels[2]);
            }
            Assert.InRange(seen.Count, 10, 100);
        }
    }

    [Fact]
    public void Extreme_jitter_clips_instead_of_wrapping()
    {
        var wild = new Augmentation { Brightness = 1, Contrast = 1, Saturation = 1 };
        var white = new Picture(4, 4, Enumerable.Repeat((byte)255, 48).ToArray());
        for (ulong view = 0; view < 200; view++)
        {
            byte[] pixels = wild.Apply(white, 3, 0, view).Pixels;
            Assert.InRange(pixels.Max() - pixels.Min(), 0, 1);
        }
    }

    [Fact]
    public void The_span_version_allocates_nothing()
    {
        Picture picture = Sample.Noise(64, 64);
        byte[] target = new byte[picture.Pixels.Length];
        Augmentation.Standard.Apply(picture.Pixels, 64, 64, 1, 2, 3, target);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (ulong view = 0; view < 100; view++)
            Augmentation.Standard.Apply(picture.Pixels, 64, 64, 1, 2, view, target);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Impossible_settings_and_lengths_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Augmentation { CropScale = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Augmentation { Brightness = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Augmentation { Contrast = double.NaN });
        Assert.Throws<ArgumentException>(() => Augmentation.Standard.Apply(new byte[12], 2, 2, 0, 0, 0, new byte[11]));
    }
}
