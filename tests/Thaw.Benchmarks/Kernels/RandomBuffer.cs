using Thaw.Kernels;

namespace Thaw.Benchmarks.Kernels;

/// <summary>Memory with numbers to compute on.</summary>
internal static class RandomBuffer
{
    /// <summary>Uniform numbers in [-1, 1).</summary>
    /// <param name="length">How many.</param>
    /// <param name="seed">The same seed gives the same numbers.</param>
    public static AlignedBuffer Create(int length, ulong seed)
    {
        var random = new Pcg32(seed);
        var buffer = new AlignedBuffer(length);
        foreach (ref float value in buffer.Span)
            value = 2 * random.NextFloat() - 1;
        return buffer;
    }
}
