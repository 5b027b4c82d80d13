namespace Thaw.Images.Corruptions;

/// <summary>Brings every value nearer to the mean of its colour over the picture.</summary>
internal sealed class LowContrast() : Corruption("contrast", "contrast of 40, 30, 20, 10 or 5%, about the mean of each colour")
{
    private static readonly double[] Factors = [0.4, 0.3, 0.2, 0.1, 0.05];

    private protected override void Change(
        ReadOnlySpan<byte> rgb, int width, int height, int level, (ulong Seed, ulong Picture) draw, Span<byte> target)
    {
        Span<byte> levels = stackalloc byte[256];
        for (int colour = 0; colour < 3; colour++)
        {
            long sum = 0;
            for (int i = colour; i < rgb.Length; i += 3)
                sum += rgb[i];
            double mean = sum / (rgb.Length / 3.0);
            for (int value = 0; value < 256; value++)
                levels[value] = Level((value - mean) * Factors[level] + mean);
            for (int i = colour; i < rgb.Length; i += 3)
                target[i] = levels[rgb[i]];
        }
    }
}
