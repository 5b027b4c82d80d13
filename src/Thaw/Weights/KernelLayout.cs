namespace Thaw.Weights;

/// <summary>Turns convolution kernels between the layout of Thaw and Keras and that of PyTorch and ONNX.</summary>
internal static class KernelLayout
{
    /// <summary>[height, width, in, out] to [out, in, height, width].</summary>
    /// <param name="values">As many as the product of the shape.</param>
    /// <param name="shape">Height, width, channels in, channels out.</param>
    public static float[] OutermostFirst(float[] values, ReadOnlySpan<int> shape)
    {
        int taps = shape[0] * shape[1], inputs = shape[2], outputs = shape[3];
        float[] turned = new float[values.Length];
        if (turned.Length == 0)
            return turned; // whatever its other sizes
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                for (int tap = 0; tap < taps; tap++)
                    turned[((long)o * inputs + i) * taps + tap] = values[((long)tap * inputs + i) * outputs + o];
            }
        }
        return turned;
    }

    /// <summary>[out, in, height, width] to [height, width, in, out].</summary>
    /// <param name="values">As many as the product of the shape.</param>
    /// <param name="shape">Channels out, channels in, height, width.</param>
    public static float[] OutermostLast(float[] values, ReadOnlySpan<int> shape)
    {
        int outputs = shape[0], inputs = shape[1], taps = shape[2] * shape[3];
        float[] turned = new float[values.Length];
        if (turned.Length == 0)
            return turned; // whatever its other sizes
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                for (int tap = 0; tap < taps; tap++)
                    turned[((long)tap * inputs + i) * outputs + o] = values[((long)o * inputs + i) * taps + tap];
            }
        }
        return turned;
    }
}
