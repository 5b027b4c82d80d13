using System.Numerics;

namespace Thaw.Weights.KerasHdf5;

/// <summary>
/// A heap of blocks that double in size, in which new files keep a group's links (specification, section III.G). Objects are found by an
/// identifier that holds their place and length. Filtered heaps and objects outside of the heap are refused: links have neither.
/// </summary>
internal sealed class Hdf5FractalHeap
{
    private const int MostRows = 64, MostDepth = 16;

    private readonly Hdf5Bytes _file;
    private readonly string _what;
    private readonly int _placeSize, _lengthSize, _width, _directRows, _head;
    private readonly long _start;
    private readonly long _root;
    private readonly int _rows;

    /// <summary>Reads the heap's header.</summary>
    public Hdf5FractalHeap(Hdf5Bytes file, long address, string group)
    {
        _file = file;
        _what = $"the link heap of '{group}'";
        Hdf5Cursor at = file.At(address, _what);
        at.Expect("FRHP");
        at.Version(0, 0);
        at.Skip(2);
        int filters = at.Short(), flags = at.Byte();
        long mostManaged = at.Int();
        at.Skip(10 * file.LengthSize + 2 * file.AddressSize);
        _width = at.Short();
        _start = at.Length();
        long mostDirect = at.Length();
        int bits = at.Short();
        at.Skip(2);
        _root = at.Address();
        _rows = at.Short();
        if (filters != 0 || _width is 0 or > 1024 || !BitOperations.IsPow2(_start) || !BitOperations.IsPow2(mostDirect) || mostDirect < _start || mostDirect > int.MaxValue
            || bits is 0 or > 64 || _rows > MostRows)
            throw new WeightsFormatException($"The HDF5 file is damaged, or was not written by Keras: {_what} has impossible sizes.");
        _placeSize = (bits + 7) / 8;
        _lengthSize = Math.Min(BytesFor(mostDirect), BytesFor(mostManaged));
        _directRows = BitOperations.Log2((ulong)mostDirect) - BitOperations.Log2((ulong)_start) + 2;
        _head = 5 + file.AddressSize + _placeSize + ((flags & 2) != 0 ? 4 : 0);
    }

    /// <summary>Reads an object.</summary>
    /// <param name="identifier">Its place and length, as the heap writes them.</param>
    public Hdf5Cursor Open(ReadOnlySpan<byte> identifier)
    {
        var at = new Hdf5Cursor(_file, identifier, _what);
        int kind = at.Byte() >> 4 & 3;
        if (kind != 0)
            throw new WeightsFormatException($"Expected the members of a group in {_what}, got one that is kept elsewhere.");
        long place = at.Number(_placeSize), length = at.Number(_lengthSize);
        if (_root == Hdf5Bytes.Nowhere)
            throw new WeightsFormatException($"The HDF5 file is damaged: {_what} is empty.");
        (long block, long first, long size) = _rows == 0 ? (_root, 0, _start) : Find(_root, 0, _rows, place, MostDepth);
        if (place - first < _head || length > size - (place - first))
            throw new WeightsFormatException($"The HDF5 file is damaged: {_what} has an object outside of its block.");
        _file.At(block, size, _what).Expect("FHDB");
        return _file.At(block + place - first, length, _what);
    }

    // The direct block that a place lies in: its address, its first place and its size
    private (long Address, long First, long Size) Find(long address, long first, int rows, long place, int depth)
    {
        Hdf5Cursor at = _file.At(address, _what);
        at.Expect("FHIB");
        at.Skip(1 + _file.AddressSize + _placeSize);
        for (int row = 0; row < rows && depth > 0; row++)
        {
            long size = SizeOf(row);
            for (int column = 0; column < _width; column++)
            {
                long child = at.Address();
                if (place >= first && place - first < size)
                {
                    if (child == Hdf5Bytes.Nowhere)
                        throw new WeightsFormatException($"The HDF5 file is damaged: {_what} lacks a block.");
                    return row < _directRows ? (child, first, size) : Find(child, first, RowsOf(size), place, depth - 1);
                }
                first = checked(first + size);
            }
        }
        throw new WeightsFormatException($"The HDF5 file is damaged: {_what} has an object outside of its blocks.");
    }

    private long SizeOf(int row)
    {
        int doublings = Math.Max(0, row - 1);
        return doublings < BitOperations.LeadingZeroCount((ulong)_start) - 1 ? _start << doublings
            : throw new WeightsFormatException($"The HDF5 file is damaged: {_what} has impossible sizes.");
    }

    // Rows of an indirect block that covers so many places
    private int RowsOf(long size) => BitOperations.Log2((ulong)size) - BitOperations.Log2((ulong)(_start * _width)) + 1;

    private static int BytesFor(long most) => BitOperations.Log2((ulong)Math.Max(1, most)) / 8 + 1;
}
