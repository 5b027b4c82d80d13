using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Thaw.Weights.Onnx;

/// <summary>Takes the values out of ONNX's tensors, checking them against the shape.</summary>
internal static class OnnxTensor
{
    private const int Float32 = 1, Int32 = 6, Int64 = 7, Float16 = 10, Float64 = 11, BFloat16 = 16;

    /// <summary>The tensor's sizes.</summary>
    /// <exception cref="WeightsFormatException">There are more than 8, one is negative, or there are more values than an array can hold.</exception>
    public static int[] Shape(TensorProto tensor)
    {
        if (tensor.Dims.Count > NamedTensor.MaxRank || tensor.Dims.Any(size => size is < 0 or > int.MaxValue))
            throw new WeightsFormatException($"'{tensor.Name}' should have up to {NamedTensor.MaxRank} sizes from 0 on, got [{string.Join(", ", tensor.Dims.Take(16))}].");
        int[] shape = [.. tensor.Dims.Select(size => (int)size)];
        return NamedTensor.ElementCount(shape) is null ? throw new WeightsFormatException($"'{tensor.Name}' of shape [{string.Join(", ", shape)}] has more values than can be held.") : shape;
    }

    /// <summary>The values as float32, in a new array; those of float16 and bfloat16 are widened, which is exact.</summary>
    /// <exception cref="WeightsFormatException">They lie in another file, have another type, or are not as many as the shape says.</exception>
    public static float[] Floats(TensorProto tensor)
    {
        int count = CountOf(tensor);
        switch (tensor.DataType)
        {
            case Float32:
                return tensor.FloatData.Count > 0 ? Listed(tensor, tensor.FloatData, count) : Wide(Raw(tensor, count, sizeof(float)), count);
            case Float16 or BFloat16:
                Func<ushort, float> widen = tensor.DataType == Float16 ? bits => (float)BitConverter.UInt16BitsToHalf(bits) : bits => BitConverter.Int32BitsToSingle(bits << 16);
                return tensor.Int32Data.Count > 0
                    ? Array.ConvertAll(Listed(tensor, tensor.Int32Data, count), value => widen((ushort)value))
                    : Narrow(Raw(tensor, count, sizeof(ushort)), count, widen);
            case Float64:
                throw new WeightsFormatException($"'{tensor.Name}' has 64 bits a number; narrowing would change the weights: export the network in float32.");
            default:
                throw new WeightsFormatException($"'{tensor.Name}' should hold float32, float16 or bfloat16, got ONNX's type {tensor.DataType}.");
        }
    }

    /// <summary>The values of a tensor of whole numbers, in a new array.</summary>
    /// <exception cref="WeightsFormatException">As <see cref="Floats"/>.</exception>
    public static long[] Integers(TensorProto tensor)
    {
        int count = CountOf(tensor);
        switch (tensor.DataType)
        {
            case Int64 when tensor.Int64Data.Count > 0:
                return Listed(tensor, tensor.Int64Data, count);
            case Int32 when tensor.Int32Data.Count > 0:
                return Array.ConvertAll(Listed(tensor, tensor.Int32Data, count), value => (long)value);
            case Int64 or Int32:
                int size = tensor.DataType == Int64 ? sizeof(long) : sizeof(int);
                ReadOnlySpan<byte> raw = Raw(tensor, count, size);
                long[] values = new long[count];
                for (int i = 0; i < count; i++)
                    values[i] = size == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(raw[(i * size)..]) : BinaryPrimitives.ReadInt32LittleEndian(raw[(i * size)..]);
                return values;
            default:
                throw new WeightsFormatException($"'{tensor.Name}' should hold whole numbers, got ONNX's type {tensor.DataType}.");
        }
    }

    private static int CountOf(TensorProto tensor)
    {
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
            throw new WeightsFormatException($"'{tensor.Name}' keeps its values in another file; save the network as one file, without external data.");
        int count = (int)NamedTensor.ElementCount(Shape(tensor))!.Value;
        int listed = tensor.FloatData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count;
        return listed > 0 && !tensor.RawData.IsEmpty ? throw new WeightsFormatException($"'{tensor.Name}' has its values twice, as bytes and as a list.") : count;
    }

    private static T[] Listed<T>(TensorProto tensor, IReadOnlyCollection<T> values, int count) => values.Count == count ? [.. values]
        : throw new WeightsFormatException($"'{tensor.Name}' of shape [{string.Join(", ", tensor.Dims)}] should have {count} values, got {values.Count}.");

    private static ReadOnlySpan<byte> Raw(TensorProto tensor, int count, int size) => tensor.RawData.Length == (long)count * size ? tensor.RawData.Span
        : throw new WeightsFormatException($"'{tensor.Name}' of shape [{string.Join(", ", tensor.Dims)}] should have {(long)count * size} bytes of values, got {tensor.RawData.Length}.");

    private static float[] Wide(ReadOnlySpan<byte> raw, int count)
    {
        float[] values = new float[count];
        if (BitConverter.IsLittleEndian)
        {
            raw.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
        for (int i = 0; i < count; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(raw[(i * sizeof(float))..]);
        return values;
    }

    private static float[] Narrow(ReadOnlySpan<byte> raw, int count, Func<ushort, float> widen)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = widen(BinaryPrimitives.ReadUInt16LittleEndian(raw[(i * sizeof(ushort))..]));
        return values;
    }
}
