using Thaw.Kernels;

namespace Thaw.Training.Timing;

/// <summary>Inputs that lie in memory, one after the other.</summary>
/// <param name="values">The inputs of all examples.</param>
/// <param name="length">Numbers an example.</param>
internal sealed class MemoryBatches(float[] values, int length) : IBatchSource
{
    public int Count => values.Length / length;

    public bool IsSlow => false;

    /// <summary>Inputs from a normal distribution, the same for the same seed.</summary>
    /// <param name="count">Examples.</param>
    /// <param name="length">Numbers an example.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="rectified">Whether negative numbers become 0, as in features behind a ReLU.</param>
    public static MemoryBatches Random(int count, int length, ulong seed, bool rectified = false)
    {
        var random = new Pcg32(seed, 0xBE);
        float[] values = new float[count * length];
        for (int i = 0; i < values.Length; i++)
        {
            float value = (float)random.NextNormal();
            values[i] = rectified ? Math.Max(0, value) : value;
        }
        return new MemoryBatches(values, length);
    }

    public void Fill(ReadOnlySpan<int> examples, int view, Span<float> target)
    {
        for (int i = 0; i < examples.Length; i++)
            values.AsSpan(examples[i] * length, length).CopyTo(target[(i * length)..]);
    }

    public void Dispose()
    {
    }
}
