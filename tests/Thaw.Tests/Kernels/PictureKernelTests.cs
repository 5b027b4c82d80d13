using Thaw.Kernels;
using Thaw.Tests.References;

namespace Thaw.Tests.Kernels;

/// <summary>The pixels of augmented views to the last bit, with vectors and without.</summary>
public class PictureKernelTests
{
    public static TheoryData<int, int> Sizes => new()
    {
        { 64, 64 }, { 224, 7 }, { 1, 1 }, { 5, 3 }, { 6, 6 }, { 7, 9 }, { 31, 17 }, { 33, 2 }, { 130, 5 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Enlarged_parts_are_the_oracles(int width, int height)
    {
        byte[] source = Noise(3 * width * height, 1), target = new byte[source.Length], plain = new byte[source.Length];
        for (ulong n = 0; n < 60; n++)
        {
            var random = new Pcg32(n, 5);
            // Steps of 1, just below, and down to the whole picture from a point; places from before the picture to behind it
            long step = n == 0 ? 65536 : n == 1 ? 65535 : n == 2 ? 0 : random.NextInt(65536);
            long left = random.NextInt(65536 * (width + 2)) - 65536, top = random.NextInt(65536 * (height + 2)) - 65536;
            if (n % 4 == 3)
                (left, top) = (-32768 + step / 2, (long)((1 - step / 65536.0) * height * 65536) + step / 2 - 32768);
            bool mirror = n % 2 == 1;
            byte[] expected = DirectAugmentation.Enlarge(source, width, height, left, top, step, mirror);
            Bilinear.Enlarge(source, width, height, left, top, step, mirror, target);
            Assert.Equal(expected, target);
            Bilinear.EnlargeByPixels(source, width, height, left, top, step, mirror, plain);
            Assert.Equal(expected, plain);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(22)]
    [InlineData(64 * 64)]
    public void Colours_are_the_oracles(int pixels)
    {
        for (ulong n = 0; n < 40; n++)
        {
            var random = new Pcg32(n, 6);
            byte[] source = Noise(3 * pixels, n), target = [.. source];
            int own = random.NextInt(1 << 17), grey = random.NextInt(1 << 17) - (1 << 16), constant = random.NextInt(1 << 23) - (1 << 22);
            if (n < 10)
                (own, grey, constant) = (16384 - (int)n * 300, (int)n * 300, 8192 + (int)n * 1000);
            Assert.Equal(DirectAugmentation.GreySum(source), Recolouring.GreySum(source));
            Recolouring.Apply(target, own, grey, constant);
            Assert.Equal(DirectAugmentation.Recolour(source, own, grey, constant), target);
        }
    }

    private static byte[] Noise(int length, ulong seed)
    {
        var random = new Pcg32(seed, 7);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
            bytes[i] = random.NextInt(5) switch { 0 => 0, 1 => 255, _ => (byte)random.NextInt(256) };
        return bytes;
    }
}
