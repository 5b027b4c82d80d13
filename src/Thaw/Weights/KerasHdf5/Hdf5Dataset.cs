using System.Buffers.Binary;

namespace Thaw.Weights.KerasHdf5;

/// <summary>
/// A dataset of floating-point numbers: its shape, its number format, and how its values are stored (specification, section IV.A.2):
/// in the header itself, in one piece, or in chunks that may be compressed.
/// </summary>
internal sealed class Hdf5Dataset
{
    // More than VGG16 with its dense layers has
    private const long MostValues = 1L << 29;

    private const int FloatingPoint = 1;

    private readonly Hdf5Bytes _file;
    private readonly Hdf5Object _object;
    private readonly int _size;
    private readonly bool _bigEndian;

    private Hdf5Dataset(Hdf5Bytes file, Hdf5Object header, int[] shape, int size, bool bigEndian)
    {
        (_file, _object, Shape, _size, _bigEndian) = (file, header, shape, size, bigEndian);
        foreach (int length in shape)
            Count = length == 0 ? 0 : Count * length;
    }

    /// <summary>Sizes from the slowest to the fastest index.</summary>
    public int[] Shape { get; }

    /// <summary>Values.</summary>
    public long Count { get; } = 1;

    /// <summary>Whether an object is a dataset and not a group.</summary>
    public static bool Is(Hdf5Object header) => header.Find(Hdf5MessageType.Layout) is not null && header.Find(Hdf5MessageType.Dataspace) is not null
        && header.Find(Hdf5MessageType.Datatype) is not null;

    /// <summary>Reads what is said about a dataset; null if it holds no floating-point numbers.</summary>
    public static Hdf5Dataset? Open(Hdf5Bytes file, Hdf5Object header)
    {
        Hdf5Cursor at = header.Open(header.Find(Hdf5MessageType.Datatype)!.Value);
        if ((at.Byte() & 15) != FloatingPoint)
            return null;
        int flags = at.Byte();
        at.Skip(2);
        int size = (int)Math.Min(at.Int(), 255);
        at.Skip(2);
        (int Bits, int Exponent, int ExponentBits, int Mantissa, int MantissaBits, uint Bias) came =
            (at.Short(), at.Byte(), at.Byte(), at.Byte(), at.Byte(), at.Int());
        bool known = size switch
        {
            2 => came == (16, 10, 5, 0, 10, 15),
            4 => came == (32, 23, 8, 0, 23, 127),
            8 => throw new WeightsFormatException($"'{header.Name}' has numbers of 64 bits, and narrowing would change them without a word; save it as float32."),
            _ => false,
        };
        if (!known || (flags & 0x40) != 0)
            throw new WeightsFormatException($"'{header.Name}': expected IEEE numbers of 16 or 32 bits, got others of {size} bytes.");
        return new Hdf5Dataset(file, header, ShapeOf(header, header.Open(header.Find(Hdf5MessageType.Dataspace)!.Value)), size, (flags & 1) != 0);
    }

    /// <summary>Reads the values in row-major order; numbers of 16 bits are widened, exactly.</summary>
    public float[] Read()
    {
        long bytes = Count * _size;
        byte[] raw;
        Hdf5Cursor at = _object.Open(_object.Find(Hdf5MessageType.Layout)!.Value);
        int version = at.Version(1, 4);
        int rank = version < 3 ? at.Byte() : 0, kind = at.Byte();
        if (version < 3)
            at.Skip(5);
        switch (kind)
        {
            case 0:
                if (version < 3)
                    at.Skip(4L * rank);
                raw = at.Take(version < 3 ? at.Int() : at.Short()).ToArray();
                break;
            case 1:
                long address = at.Address();
                raw = Count == 0 ? [] : address == Hdf5Bytes.Nowhere ? Unwritten(bytes) : _file.Slice(address, bytes, $"the values of '{_object.Name}'").ToArray();
                break;
            case 2:
                raw = new Hdf5Chunks(_file, _object, Shape, _size).Read(at, version, rank);
                break;
            default:
                throw new WeightsFormatException($"'{_object.Name}': expected values in this file, got a layout of kind {kind}.");
        }
        if (raw.Length < bytes)
            throw new WeightsFormatException($"'{_object.Name}': expected {Count} values, got {raw.Length / _size}.");
        return Decode(raw);
    }

    private byte[] Unwritten(long bytes) =>
        throw new WeightsFormatException($"'{_object.Name}' was made for {bytes} bytes of values, but none were written.");

    private float[] Decode(ReadOnlySpan<byte> raw)
    {
        float[] values = new float[Count];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> number = raw.Slice(i * _size, _size);
            values[i] = (_size, _bigEndian) switch
            {
                (2, false) => (float)BinaryPrimitives.ReadHalfLittleEndian(number),
                (2, true) => (float)BinaryPrimitives.ReadHalfBigEndian(number),
                (_, false) => BinaryPrimitives.ReadSingleLittleEndian(number),
                _ => BinaryPrimitives.ReadSingleBigEndian(number),
            };
        }
        return values;
    }

    private static int[] ShapeOf(Hdf5Object header, Hdf5Cursor at)
    {
        int version = at.Version(1, 2), rank = at.Byte();
        at.Skip(1);
        if (version == 1)
            at.Skip(5);
        else if (at.Byte() == 2)
            throw new WeightsFormatException($"'{header.Name}' has no values.");
        if (rank > NamedTensor.MaxRank)
            throw new WeightsFormatException($"'{header.Name}': expected up to {NamedTensor.MaxRank} dimensions, got {rank}.");
        int[] shape = new int[rank];
        long count = 1;
        for (int i = 0; i < rank; i++)
        {
            long length = at.Length();
            if (length > MostValues || (count *= Math.Max(1, length)) > MostValues)
                throw new WeightsFormatException($"'{header.Name}': expected up to {MostValues} values, got more.");
            shape[i] = (int)length;
        }
        return shape;
    }
}
