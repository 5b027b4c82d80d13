using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Thaw.Images;
using Thaw.Images.Corruptions;

namespace Thaw.Tests.Images.Corruptions;

public class CorruptionTests
{
    private const ulong Seed = 7, Number = 11; // as in make_corruptions.py

    /// <summary>How many levels a value may differ from NumPy's, SciPy's or Pillow's, and how many of a thousand values may differ by more than one.
    /// A coefficient of JPEG that lies half way between two steps may be rounded to the other one, which changes a block by a level or two.</summary>
    [Theory]
    [InlineData("noise", 0, 0, 0)]
    [InlineData("blur", 1, 0, 0.02)]
    [InlineData("contrast", 0, 0, 0)]
    [InlineData("brightness", 1, 0, 0.001)]
    [InlineData("jpeg", 3, 20, 0.1)]
    [InlineData("pixelation", 1, 0, 0.02)]
    public void Results_are_those_of_other_programs(string name, int most, int manyPerMille, double mean)
    {
        Corruption corruption = Corruption.All.Single(c => c.Name == name);
        int kind = Corruption.All.ToList().IndexOf(corruption) + 1, compared = 0;
        Picture? source = null;
        foreach ((int theirs, int severity, Picture expected) in Golden())
        {
            source = theirs == 0 ? expected : source;
            if (theirs != kind)
                continue;
            byte[] actual = Apply(corruption, source!, severity);
            int[] off = [.. actual.Zip(expected.Pixels, (a, b) => Math.Abs(a - b))];
            Assert.True(off.Max() <= most, $"{name} {severity} of {source!.Width}x{source.Height}: {off.Max()} levels off");
            Assert.InRange(off.Count(o => o > 1), 0, off.Length * manyPerMille / 1000);
            Assert.True(off.Average() <= mean, $"{name} {severity}: {off.Average()} levels off in the mean");
            Assert.True(source!.Width < 64 || !source.Pixels.SequenceEqual(actual));
            compared++;
        }
        Assert.True(compared >= 4, $"{compared} pictures compared");
    }

    [Fact]
    public void There_are_six_and_each_gets_worse_with_severity()
    {
        Assert.Equal(["noise", "blur", "contrast", "brightness", "jpeg", "pixelation"], Corruption.All.Select(c => c.Name));
        Picture source = Golden().First().Picture;
        foreach (Corruption corruption in Corruption.All)
        {
            double last = 0;
            for (int severity = 1; severity <= Corruption.Severities; severity++)
            {
                double error = Apply(corruption, source, severity).Zip(source.Pixels, (a, b) => (double)(a - b) * (a - b)).Average();
                // Halving hits the edges of this picture better than 60% does
                if (corruption.Name != "pixelation" || severity == 2)
                    Assert.True(error > last, $"{corruption.Name} {severity}: {error} after {last}");
                last = error;
            }
        }
    }

    [Fact]
    public void Noise_has_the_deviation_that_it_says_and_is_another_for_every_picture_and_seed()
    {
        var grey = new Picture(96, 96, [.. Enumerable.Repeat((byte)128, 3 * 96 * 96)]);
        double[] noise = [.. Apply(Corruption.All[0], grey, 2).Select(value => value - 128.0)];
        Assert.InRange(noise.Average(), -0.5, 0.5);
        Assert.InRange(Math.Sqrt(noise.Average(n => n * n)), 0.98 * 20.4, 1.02 * 20.4);
        Assert.InRange(noise.Count(n => Math.Abs(n) > 2 * 20.4) / (double)noise.Length, 0.038, 0.052); // of a normal number 0.0455
        byte[] other = new byte[noise.Length], otherSeed = new byte[noise.Length];
        Corruption.All[0].Apply(grey.Pixels, 96, 96, 2, Seed, Number + 1, other);
        Corruption.All[0].Apply(grey.Pixels, 96, 96, 2, Seed + 1, Number, otherSeed);
        Assert.NotEqual(other, Apply(Corruption.All[0], grey, 2));
        Assert.NotEqual(otherSeed, Apply(Corruption.All[0], grey, 2));
    }

    [Fact]
    public void A_flat_picture_stays_flat_but_under_noise()
    {
        foreach (byte level in new byte[] { 0, 77, 255 })
        {
            var flat = new Picture(40, 23, [.. Enumerable.Repeat(level, 3 * 40 * 23)]);
            foreach (Corruption corruption in Corruption.All.Skip(1))
            {
                for (int severity = 1; severity <= Corruption.Severities; severity++)
                {
                    byte[] result = Apply(corruption, flat, severity);
                    Assert.Single(result.Distinct());
                    if (corruption.Name is "blur" or "contrast" or "pixelation")
                        Assert.Equal(level, result[0]);
                }
            }
        }
    }

    /// <summary>The results are integers on every machine; a changed hash means that stored results are no longer comparable.</summary>
    [Fact]
    public void The_bytes_are_fixed()
    {
        Picture source = Golden().First().Picture;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Corruption corruption in Corruption.All)
        {
            for (int severity = 1; severity <= Corruption.Severities; severity++)
                hash.AppendData(Apply(corruption, source, severity));
        }
        Assert.Equal("f736489ea4d0fab7", Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(17, 16)]
    [InlineData(300, 5)]
    public void Any_size_is_taken(int width, int height)
    {
        Picture picture = Sample.Noise(width, height);
        foreach (Corruption corruption in Corruption.All)
            Assert.Equal(picture.Pixels.Length, Apply(corruption, picture, 5).Length);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        byte[] pixels = new byte[12];
        foreach (Corruption corruption in Corruption.All)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => corruption.Apply(pixels, 2, 2, 0, 0, 0, pixels));
            Assert.Throws<ArgumentOutOfRangeException>(() => corruption.Apply(pixels, 2, 2, 6, 0, 0, pixels));
            Assert.Throws<ArgumentOutOfRangeException>(() => corruption.Apply(pixels, 0, 2, 1, 0, 0, pixels));
            Assert.Throws<ArgumentException>(() => corruption.Apply(pixels, 2, 3, 1, 0, 0, pixels));
            Assert.Throws<ArgumentException>(() => corruption.Apply(pixels, 2, 2, 1, 0, 0, new byte[11]));
        }
    }

    private static byte[] Apply(Corruption corruption, Picture picture, int severity)
    {
        byte[] target = new byte[picture.Pixels.Length];
        byte[] before = [.. picture.Pixels];
        corruption.Apply(picture.Pixels, picture.Width, picture.Height, severity, Seed, Number, target);
        Assert.Equal(before, picture.Pixels);
        return target;
    }

    private static List<(int Kind, int Severity, Picture Picture)> Golden()
    {
        using FileStream file = File.OpenRead(RepositoryRoot.Combine("tests", "Thaw.Tests", "Fixtures", "golden", "corruptions.bin.gz"));
        using var unpacked = new BinaryReader(new GZipStream(file, CompressionMode.Decompress), Encoding.UTF8);
        var pictures = new List<(int, int, Picture)>();
        for (int count = unpacked.ReadInt32(); count > 0; count--)
        {
            int kind = unpacked.ReadInt32(), severity = unpacked.ReadInt32(), width = unpacked.ReadInt32(), height = unpacked.ReadInt32();
            pictures.Add((kind, severity, new Picture(width, height, unpacked.ReadBytes(3 * width * height))));
        }
        Assert.Equal(46, pictures.Count);
        return pictures;
    }
}
