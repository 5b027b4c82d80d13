namespace Thaw.Tests.References;

/// <summary>The inverse cosine transform as ITU T.81, section A.3.3 writes it down: four nested loops in double precision.</summary>
internal static class ReferenceInverseDct
{
    /// <summary>Transforms 64 dequantized coefficients in natural order; without level shift, rounding or clamping.</summary>
    public static double[] Transform(ReadOnlySpan<int> coefficients)
    {
        double[] samples = new double[64];
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 8; x++)
            {
                double sum = 0;
                for (int v = 0; v < 8; v++)
                {
                    for (int u = 0; u < 8; u++)
                        sum += Scale(u) * Scale(v) * coefficients[8 * v + u] * Cosine(x, u) * Cosine(y, v);
                }
                samples[8 * y + x] = sum / 4;
            }
        }
        return samples;
    }

    private static double Scale(int frequency) => frequency == 0 ? Math.Sqrt(0.5) : 1;

    private static double Cosine(int place, int frequency) => Math.Cos((2 * place + 1) * frequency * Math.PI / 16);
}
