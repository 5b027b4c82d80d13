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
        if (bias != null || relu || gate != null)
            Rows(y, rows, length, bias, relu, gate, y, streaming: false);
    }

    /// <summary>As the other overload, but leaves the sums as they are.</summary>
    /// <param name="sums">[rows, length].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="length">Columns.</param>
    /// <param name="bias">[length], or null.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    /// <param name="gate">[rows, length]: results become 0 where it is not above 0; or null.</param>
    /// <param name="y">[rows, length]; overwritten.</param>
    /// <param name="streaming">Whether the results are written past the caches; see <see cref="Streaming"/>.</param>
    public static void Rows(float* sums, int rows, int length, float* bias, bool relu, float* gate, float* y, bool streaming)
    {
        switch (SimdWidth.Lanes)
        {
            case 16: Rows<Simd512, Vector512<float>>(sums, rows, length, length, bias, relu, gate, y, streaming); break;
            case 8: Rows<Simd256, Vector256<float>>(sums, rows, length, length, bias, relu, gate, y, streaming); break;
            case 4: Rows<Simd128, Vector128<float>>(sums, rows, length, length, bias, relu, gate, y, streaming); break;
            default: Rows<SimdScalar, float>(sums, rows, length, length, bias, relu, gate, y, streaming); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TSimd, TVector>(float* sums, int rows, int length, nint row, float* bias, bool relu, float* gate, float* y, bool streaming)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int vectors = length / TSimd.Lanes * TSimd.Lanes;
        if (vectors < length)
        {
            Rows<SimdScalar, float>(sums + vectors, rows, length - vectors, row, bias == null ? null : bias + vectors, relu,
                gate == null ? null : gate + vectors, y + vectors, streaming);
        }
        for (int i = 0; i < rows; i++, sums += row, y += row)
        {
            for (int j = 0; j < vectors; j += TSimd.Lanes)
            {
                TVector value = TSimd.Load(sums + j);
                if (bias != null)
                    value = TSimd.Add(value, TSimd.Load(bias + j));
                if (relu)
                    value = TSimd.Relu(value);
                if (gate != null)
                    value = TSimd.Gate(TSimd.Load(gate + j), value);
                if (streaming)
                    TSimd.StoreStreaming(value, y + j);
                else
                    TSimd.Store(value, y + j);
            }
            if (gate != null)
                gate += row;
        }
    }
}
