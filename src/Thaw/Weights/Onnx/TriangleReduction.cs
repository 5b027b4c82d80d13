namespace Thaw.Weights.Onnx;

/// <summary>
/// The constants with which a graph makes pictures smaller by a power of two as <see cref="Images.ResizeFilter.Triangle"/> does: a convolution with <see cref="Kernel"/> whose padding
/// of half the factor is zero, divided by <see cref="Sums"/> along rows and columns, because at the edge Thaw takes the weights inside the picture alone.
/// </summary>
internal static class TriangleReduction
{
    /// <summary>The largest factor that graphs have.</summary>
    public const int MaxFactor = 64;

    /// <summary>Weights of shape [3, 1, 2F, 2F], the same for the three colours, that add up to 1 a colour; multiples of a power of two, so that none is rounded.</summary>
    /// <param name="factor">F: how many times as wide and as high the pictures are, a power of two from 2 to <see cref="MaxFactor"/>.</param>
    public static float[] Kernel(int factor)
    {
        int taps = 2 * factor;
        float[] kernel = new float[3 * taps * taps];
        for (int i = 0; i < kernel.Length; i++)
            kernel[i] = Weight(i / taps % taps, factor) * Weight(i % taps, factor);
        return kernel;
    }

    /// <summary>What the weights inside the picture add up to, of each pixel of a row or column of the smaller picture: all but an eighth for the first and the last one, whatever the factor.</summary>
    /// <param name="side">The side of the smaller picture in pixels, at least 2.</param>
    public static float[] Sums(int side)
    {
        float[] sums = new float[side];
        Array.Fill(sums, 1);
        sums[0] = sums[^1] = 7f / 8;
        return sums;
    }

    // The triangle's height over the middle of a pixel: (k + 1/2) / F in the rising half, and F of them add up to F / 2
    private static float Weight(int k, int factor) => (2 * Math.Min(k, 2 * factor - 1 - k) + 1f) / (2 * factor * factor);
}
