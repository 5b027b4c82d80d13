using Thaw.Kernels;

namespace Thaw.Images.Corruptions;

/// <summary>
/// Adds to each of a pixel's three values a number of its own, normal with mean 0. The number is a sum of twelve uniform 16-bit
/// numbers less its mean, which is normal but for its farthest tails (none beyond 6 standard deviations), and takes no
/// function that machines might round differently.
/// </summary>
internal sealed class GaussianNoise() : Corruption("noise", "Gaussian noise with a standard deviation of 4, 8, 12, 15 or 18% of the range of values")
{
    /// <summary>Twelve times the mean of a 16-bit number.</summary>
    private const int Mean = 12 * 65535 / 2;

    private static readonly double[] Deviations = [0.04, 0.08, 0.12, 0.15, 0.18];

    private protected override void Change(
        ReadOnlySpan<byte> rgb, int width, int height, int level, (ulong Seed, ulong Picture) draw, Span<byte> target)
    {
        var random = new Pcg32(draw.Seed, draw.Picture);
        // Twelve variances of 65536^2 / 12 make one of 65536^2
        double scale = 255 * Deviations[level] / 65536;
        for (int i = 0; i < rgb.Length; i++)
        {
            uint sum = 0;
            for (int pair = 0; pair < 6; pair++)
            {
                uint two = random.NextUInt();
                sum += (two & 0xFFFF) + (two >> 16);
            }
            target[i] = Level(rgb[i] + scale * ((int)sum - Mean));
        }
    }
}
