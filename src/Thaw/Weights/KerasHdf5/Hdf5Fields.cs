using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Thaw.Weights.KerasHdf5;

/// <summary>Puts a structure of an HDF5 file together, little-endian, addresses and lengths of 8 bytes.</summary>
internal sealed class Hdf5Fields
{
    /// <summary>What an address that points nowhere is written as.</summary>
    public const long Nowhere = -1;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Bytes that were written.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>All that was written.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public Hdf5Fields Byte(params ReadOnlySpan<byte> values)
    {
        _bytes.Write(values);
        return this;
    }

    public Hdf5Fields Short(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.GetSpan(2), checked((ushort)value));
        _bytes.Advance(2);
        return this;
    }

    public Hdf5Fields Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
        return this;
    }

    public Hdf5Fields Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
        return this;
    }

    /// <summary>Letters, in UTF-8.</summary>
    public Hdf5Fields Text(string text) => Byte(Encoding.UTF8.GetBytes(text));

    /// <summary>Zeros up to a length.</summary>
    public Hdf5Fields PadTo(int length)
    {
        Span<byte> zeros = _bytes.GetSpan(length - Length + 1)[..(length - Length)];
        zeros.Clear();
        _bytes.Advance(zeros.Length);
        return this;
    }

    /// <summary>Zeros up to a multiple of 8 bytes.</summary>
    public Hdf5Fields Align() => PadTo(Aligned(Length));

    /// <summary>The next multiple of 8.</summary>
    public static int Aligned(int length) => (length + 7) & ~7;
}
