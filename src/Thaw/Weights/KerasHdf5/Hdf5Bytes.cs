using System.Buffers.Binary;
using System.Text;

namespace Thaw.Weights.KerasHdf5;

/// <summary>The bytes of an HDF5 file, and how it writes addresses and lengths. Reading outside of the file ends in a <see cref="WeightsFormatException"/>.</summary>
internal sealed class Hdf5Bytes(byte[] bytes)
{
    /// <summary>What an address that points nowhere is read as.</summary>
    public const long Nowhere = -1;

    /// <summary>Where address 0 lies in the file.</summary>
    public long Base { get; set; }

    /// <summary>Bytes of an address, 2, 4 or 8.</summary>
    public int AddressSize { get; set; } = 8;

    /// <summary>Bytes of a length, 2, 4 or 8.</summary>
    public int LengthSize { get; set; } = 8;

    /// <summary>Bytes of the file.</summary>
    public long Length => bytes.Length;

    /// <summary>Some bytes of the file.</summary>
    /// <param name="address">Where they begin.</param>
    /// <param name="length">How many.</param>
    /// <param name="what">Whose they are, for the message.</param>
    public ReadOnlySpan<byte> Slice(long address, long length, string what)
    {
        long at = unchecked(address + Base);
        if (address < 0 || length < 0 || at < 0 || at > bytes.Length || length > bytes.Length - at)
            throw new WeightsFormatException($"The HDF5 file is damaged: {what} would be at {address} with {length} bytes; the file has {bytes.Length}.");
        return bytes.AsSpan((int)at, (int)length);
    }

    /// <summary>Reads from an address on, up to the file's end.</summary>
    public Hdf5Cursor At(long address, string what) => At(address, Math.Max(0, bytes.Length - Base - address), what);

    /// <summary>Reads so many bytes from an address on.</summary>
    public Hdf5Cursor At(long address, long length, string what) => new(this, Slice(address, length, what), what);
}

/// <summary>A place in an HDF5 file that moves on as numbers are read; all are little-endian.</summary>
internal ref struct Hdf5Cursor(Hdf5Bytes file, ReadOnlySpan<byte> bytes, string what)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes that were read.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes that are left.</summary>
    public readonly int Left => _bytes.Length - Position;

    public byte Byte() => Take(1)[0];

    public int Short() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint Int() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>A number of up to 8 bytes that must be below 2^63.</summary>
    public long Number(int size)
    {
        if (size is < 0 or > 8)
            throw new WeightsFormatException($"The HDF5 file is damaged: {what} has a number of {size} bytes.");
        ulong value = 0;
        ReadOnlySpan<byte> digits = Take(size);
        for (int i = size - 1; i >= 0; i--)
            value = value << 8 | digits[i];
        return value <= long.MaxValue ? (long)value : throw new WeightsFormatException($"The HDF5 file is damaged: {what} has the number {value}.");
    }

    public long Length() => Number(file.LengthSize);

    /// <summary>An address, or <see cref="Hdf5Bytes.Nowhere"/>.</summary>
    public long Address()
    {
        ReadOnlySpan<byte> digits = Take(file.AddressSize);
        if (digits.IndexOfAnyExcept((byte)0xFF) < 0)
            return Hdf5Bytes.Nowhere;
        Position -= file.AddressSize;
        return Number(file.AddressSize);
    }

    public void Skip(long count)
    {
        if (count < 0 || count > Left)
            throw new WeightsFormatException($"The HDF5 file is damaged: {what} ends after {_bytes.Length} bytes.");
        Position += (int)count;
    }

    public ReadOnlySpan<byte> Take(long count)
    {
        int from = Position;
        Skip(count);
        return _bytes.Slice(from, (int)count);
    }

    /// <summary>Reads the four letters that a structure begins with.</summary>
    public void Expect(string letters)
    {
        string came = Encoding.Latin1.GetString(Take(letters.Length));
        if (came != letters)
            throw new WeightsFormatException($"The HDF5 file is damaged: {what} should begin with {letters}.");
    }

    /// <summary>Reads a version that must be one of those.</summary>
    public int Version(int least, int most)
    {
        int version = Byte();
        return version >= least && version <= most ? version
            : throw new WeightsFormatException($"Expected {what} of version {least} to {most}, got {version}.");
    }
}
