using Thaw.Kernels;

namespace Thaw.Tests.Evaluation.Probes;

/// <summary>Features of made-up pictures: normal numbers around a centre a class.</summary>
internal static class ProbeData
{
    /// <summary>Labels 0, 1, ..., 0, 1, ... and features whose first numbers tell the class.</summary>
    /// <param name="pictures">How many.</param>
    /// <param name="width">Features a picture.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="apart">Distance of a class's centre from the origin, along an axis of its own.</param>
    /// <param name="seed">Seed of the numbers.</param>
    public static (float[] Features, int[] Labels) Draw(int pictures, int width, int classes, double apart, ulong seed)
    {
        var random = new Pcg32(seed);
        float[] features = new float[pictures * width];
        int[] labels = [.. Enumerable.Range(0, pictures).Select(i => i % classes)];
        for (int i = 0; i < pictures; i++)
        {
            for (int k = 0; k < width; k++)
                features[i * width + k] = (float)(3 + (k + 1) * (random.NextNormal() + (k == labels[i] ? apart : 0)));
        }
        return (features, labels);
    }
}
