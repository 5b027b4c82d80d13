using System.Numerics;
using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>What becomes of a product's sums where it can't be done in registers: bias, ReLU, and the gate of another ReLU.</summary>
internal static unsafe class ProductFinish
{
    /// <summary>Adds the bias, applies the ReLU and the gate, in place.</summary>
    /// <param name="y">[rows, length].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="length">Columns.</param>
    /// <param name="bias">[length], or null.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    /// <param name="gate">[rows, length]: results become 0 where it is not above 0; or null.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows(float* y, int rows, int length, float* bias, bool relu, float* gate)
    {
        if (bias == null && !relu && gate == null)
            return;
        for (int row = 0; row < rows; row++, y += length)
        {
            int j = 0;
            for (; j + Vector<float>.Count <= length; j += Vector<float>.Count)
            {
                Vector<float> value = Vector.Load(y + j);
                if (bias != null)
                    value += Vector.Load(bias + j);
                if (relu)
                    value = Vector.AndNot(value, Vector.AsVectorSingle(Vector.LessThan(value, Vector<float>.Zero)));
                if (gate != null)
                    value = Vector.ConditionalSelect(Vector.GreaterThan(Vector.Load(gate + j), Vector<float>.Zero), value, Vector<float>.Zero);
                value.Store(y + j);
            }
            for (; j < length; j++)
            {
                float value = bias != null ? y[j] + bias[j] : y[j];
                if (relu && value < 0 || gate != null && !(gate[j] > 0))
                    value = 0;
                y[j] = value;
            }
            if (gate != null)
                gate += length;
        }
    }
}
