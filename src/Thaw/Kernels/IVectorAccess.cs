using System.Numerics;
using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>How a kernel reads and writes columns: whole vectors, or what is left beside them.</summary>
internal unsafe interface IVectorAccess
{
    /// <summary>Reads a vector; lanes that are not there are 0.</summary>
    static abstract Vector<float> Load(float* source, int lanes);

    /// <summary>Writes the lanes that are there.</summary>
    static abstract void Store(Vector<float> value, float* target, int lanes);
}

/// <summary>All lanes; the number given does not count.</summary>
internal readonly unsafe struct WholeVector : IVectorAccess
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(float* source, int lanes) => Vector.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> value, float* target, int lanes) => value.Store(target);
}

/// <summary>The first few lanes alone.</summary>
internal readonly unsafe struct PartVector : IVectorAccess
{
    public static Vector<float> Load(float* source, int lanes)
    {
        Vector<float> value = Vector<float>.Zero;
        for (int lane = 0; lane < lanes; lane++)
            value = value.WithElement(lane, source[lane]);
        return value;
    }

    public static void Store(Vector<float> value, float* target, int lanes)
    {
        for (int lane = 0; lane < lanes; lane++)
            target[lane] = value[lane];
    }
}
