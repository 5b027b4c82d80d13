namespace Thaw.Kernels;

/// <summary>
/// The vector operations that kernels are written in, once for all widths. A kernel is a generic method over an implementation
/// of this interface; the runtime compiles it separately for each, with every call inlined to one instruction.
/// Every operation is exactly rounded, multiply-add with a single rounding, so that all widths give the same bits.
/// </summary>
/// <typeparam name="TVector">A vector of float32 lanes.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : unmanaged
{
    /// <summary>Number of float32 lanes.</summary>
    static abstract int Lanes { get; }

    /// <summary>Reads <see cref="Lanes"/> floats; any alignment.</summary>
    static abstract TVector Load(float* source);

    /// <summary>Writes <see cref="Lanes"/> floats; any alignment.</summary>
    static abstract void Store(TVector value, float* target);

    /// <summary>Writes <see cref="Lanes"/> floats past the caches, for results that are too large to be read back from them; the
    /// address must be a multiple of the vector's size.</summary>
    static abstract void StoreStreaming(TVector value, float* target);

    /// <summary>The same value in every lane.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a - b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>The larger of each pair; not a number if either is none.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>0 where the value is below 0, else the value.</summary>
    static abstract TVector Relu(TVector value);

    /// <summary>The value where the gate is above 0, else 0.</summary>
    static abstract TVector Gate(TVector gate, TVector value);
}
