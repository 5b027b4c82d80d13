using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    public static void Rows(float* y, int rows, int length, float* bias, bool relu, float* gate)
    {
        if (bias == null && !relu && gate == null)
            return;
        switch (SimdWidth.Lanes)
        {
            case 16: Rows<Simd512, Vector512<float>>(y, rows, length, length, bias, relu, gate); break;
            case 8: Rows<Simd256, Vector256<float>>(y, rows, length, length, bias, relu, gate); break;
            case 4: Rows<Simd128, Vector128<float>>(y, rows, length, length, bias, relu, gate); break;
            default: Rows<SimdScalar, float>(y, rows, length, length, bias, relu, gate); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TSimd, TVector>(float* y, int rows, int length, nint row, float* bias, bool relu, float* gate)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int vectors = length / TSimd.Lanes * TSimd.Lanes;
        if (vectors < length)
        {
            Rows<SimdScalar, float>(y + vectors, rows, length - vectors, row, bias == null ? null : bias + vectors, relu,
                gate == null ? null : gate + vectors);
        }
        for (int i = 0; i < rows; i++, y += row)
        {
            for (int j = 0; j < vectors; j += TSimd.Lanes)
            {
                TVector value = TSimd.Load(y + j);
                if (bias != null)
                    value = TSimd.Add(value, TSimd.Load(bias + j));
                if (relu)
                    value = TSimd.Relu(value);
                if (gate != null)
                    value = TSimd.Gate(TSimd.Load(gate + j), value);
                TSimd.Store(value, y + j);
            }
            if (gate != null)
                gate += row;
        }
    }
}
