using Thaw.Kernels;

namespace Thaw.Tests.Kernels;

public class Pcg32Tests
{
    [Fact]
    public void Gives_the_published_numbers()
    {
        var random = new Pcg32(42, stream: 54); // the demonstration program of PCG's author
        Assert.Equal(
            [0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e],
            new[] { random.NextUInt(), random.NextUInt(), random.NextUInt(), random.NextUInt(), random.NextUInt(), random.NextUInt() });
    }

    [Fact]
    public void Whole_numbers_are_uniform()
    {
        var random = new Pcg32(1);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
            counts[random.NextInt(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400)); // 4 standard deviations
        Assert.Equal(0, random.NextInt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pcg32(1).NextInt(0));
    }

    [Fact]
    public void Real_numbers_have_their_moments()
    {
        var random = new Pcg32(2);
        double sum = 0, squares = 0, uniform = 0;
        const int count = 100_000;
        for (int i = 0; i < count; i++)
        {
            double normal = random.NextNormal(), real = random.NextDouble();
            Assert.InRange(real, 0, 1 - 1e-17);
            Assert.InRange(random.NextFloat(), 0f, 1 - 1e-8f);
            (sum, squares, uniform) = (sum + normal, squares + normal * normal, uniform + real);
        }
        Assert.InRange(sum / count, -0.013, 0.013);
        Assert.InRange(squares / count, 0.98, 1.02);
        Assert.InRange(uniform / count, 0.496, 0.504);
    }

    [Fact]
    public void Shuffling_keeps_every_item_and_moves_them()
    {
        int[] items = [.. Enumerable.Range(0, 50)];
        new Pcg32(3).Shuffle<int>(items);
        Assert.NotEqual(Enumerable.Range(0, 50), items);
        Assert.Equal(Enumerable.Range(0, 50), items.Order());
    }
}
