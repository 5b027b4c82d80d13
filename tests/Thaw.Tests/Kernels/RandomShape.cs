using Thaw.Kernels;
using Thaw.Tensors;

namespace Thaw.Tests.Kernels;

/// <summary>Shapes for comparisons with the oracles: odd sizes, channels that fill no vector, batches of 1 to 5.</summary>
internal static class RandomShape
{
    /// <summary>A map [N, H, W, C] and a number of output channels: N 1 to 5, sides from <paramref name="least"/> to 11, C and K 1 to 70.</summary>
    public static (Shape Map, int K) Draw(ulong seed, int least = 1)
    {
        var random = new Pcg32(seed, stream: 79);
        int n = 1 + random.NextInt(5), h = least + random.NextInt(12 - least), w = least + random.NextInt(12 - least);
        int c = 1 + random.NextInt(70), k = 1 + random.NextInt(70);
        return (new Shape(n, h, w, c), k);
    }

    /// <summary>The seeds of a theory.</summary>
    public static TheoryData<ulong> Seeds(int count) => [.. Enumerable.Range(0, count).Select(i => (ulong)i)];
}
