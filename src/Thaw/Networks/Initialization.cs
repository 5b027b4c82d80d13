using Thaw.Kernels;

namespace Thaw.Networks;

/// <summary>Random weights to start from, the same for the same seed on every machine.</summary>
internal static class Initialization
{
    /// <summary>
    /// Draws the kernels of the layers from <paramref name="first"/> on, and sets biases to zero: convolutions normal with variance
    /// 2 / fan-in (He 2015), dense layers uniform within sqrt(6 / (fan-in + fan-out)) (Glorot 2010, Keras's default).
    /// </summary>
    /// <param name="network">Changed.</param>
    /// <param name="seed">The seed; each layer has its own stream of numbers.</param>
    /// <param name="first">Index of the first layer to draw.</param>
    public static void Draw(Network network, ulong seed, int first = 0)
    {
        for (int i = first; i < network.Layers.Count; i++)
        {
            var random = new Pcg32(seed, (ulong)i);
            switch (network.Layers[i])
            {
                case Conv2D conv:
                    Fill(conv.Parameters[0], Normal(ref random, conv.Parameters[0].Value.Shape.Length, Math.Sqrt(2.0 / (9 * conv.Channels))));
                    ClearBias(conv);
                    break;
                case Dense dense:
                    Fill(dense.Parameters[0], Uniform(ref random, dense.Inputs * dense.Units, Math.Sqrt(6.0 / (dense.Inputs + dense.Units))));
                    ClearBias(dense);
                    break;
                case Dropout dropout:
                    dropout.Seed(seed);
                    break;
            }
        }
    }

    private static void Fill(Parameter parameter, float[] values) => parameter.Set(values);

    private static void ClearBias(Layer layer)
    {
        foreach (Parameter parameter in layer.Parameters.Skip(1))
            parameter.Set(new float[parameter.Value.Shape.Length]);
    }

    private static float[] Normal(ref Pcg32 random, int length, double deviation)
    {
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = (float)(random.NextNormal() * deviation);
        return values;
    }

    private static float[] Uniform(ref Pcg32 random, int length, double limit)
    {
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = (float)((2 * random.NextDouble() - 1) * limit);
        return values;
    }
}
