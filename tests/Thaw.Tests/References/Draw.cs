using Thaw.Kernels;

namespace Thaw.Tests.References;

/// <summary>Seeded numbers for tests; the same on any machine.</summary>
internal static class Draw
{
    /// <summary>Normal numbers, rounded to float32 so that an engine of float32 starts from the same ones.</summary>
    public static double[] Normal(int count, ulong seed, double scale = 1) =>
        Array.ConvertAll(NormalFloats(count, seed, scale), value => (double)value);

    /// <summary>Normal numbers of float32.</summary>
    public static float[] NormalFloats(int count, ulong seed, double scale = 1)
    {
        var random = new Pcg32(seed, stream: 77);
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float)(scale * random.NextNormal());
        return values;
    }

    /// <summary>Labels from 0 to <paramref name="classes"/> - 1.</summary>
    public static int[] Labels(int count, int classes, ulong seed)
    {
        var random = new Pcg32(seed, stream: 78);
        var labels = new int[count];
        for (int i = 0; i < count; i++)
            labels[i] = random.NextInt(classes);
        return labels;
    }
}
