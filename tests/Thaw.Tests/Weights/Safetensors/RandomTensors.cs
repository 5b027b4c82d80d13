using Thaw.Kernels;
using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Tests.Weights.Safetensors;

/// <summary>Collections of random size, names, shapes and values, which an encoding holds exactly.</summary>
internal static class RandomTensors
{
    private const string Letters = "abcXYZ012._/-\"\\<é漢😀 ";

    public static NamedTensors Make(ulong seed, TensorEncoding encoding)
    {
        var random = new Pcg32(seed);
        var metadata = new Dictionary<string, string>();
        for (int i = random.NextInt(3); i > 0; i--)
            metadata[Text(ref random) + i] = Text(ref random) + "\n\t\0";
        var tensors = new NamedTensors(metadata);
        for (int i = random.NextInt(8); i > 0; i--)
        {
            var shape = new int[random.NextInt(5)];
            for (int d = 0; d < shape.Length; d++)
                shape[d] = random.NextInt(5);
            var values = new float[shape.Aggregate(1, (a, b) => a * b)];
            for (int v = 0; v < values.Length; v++)
                values[v] = Value(ref random, encoding);
            tensors.Add(Text(ref random) + i, shape, values);
        }
        return tensors;
    }

    /// <summary>Any bit pattern of float32, or any of float16 that is a number.</summary>
    private static float Value(ref Pcg32 random, TensorEncoding encoding)
    {
        if (encoding == TensorEncoding.Float32)
            return BitConverter.UInt32BitsToSingle(random.NextUInt());
        var half = BitConverter.UInt16BitsToHalf((ushort)random.NextUInt());
        return Half.IsNaN(half) ? 1 : (float)half;
    }

    private static string Text(ref Pcg32 random)
    {
        string text = "";
        for (int i = random.NextInt(12); i >= 0; i--)
        {
            int at = random.NextInt(Letters.Length);
            text += char.IsSurrogate(Letters[at]) ? "😀" : Letters[at];
        }
        return text;
    }
}
