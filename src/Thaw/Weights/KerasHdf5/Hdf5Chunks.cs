namespace Thaw.Weights.KerasHdf5;

/// <summary>
/// A dataset in chunks of equal size. Old files list them in a B-tree; new ones, if the dataset can't grow, in an array, or not at all if there is only one
/// or if they lie side by side. Chunks at the end reach over the dataset's edge.
/// </summary>
internal sealed class Hdf5Chunks
{
    private const int MostChunks = 1_000_000, MostDepth = 64;

    /// <summary>Bytes of a chunk; Keras's and h5py's own choices are a hundred times smaller.</summary>
    private const long MostChunkBytes = 1L << 28;

    private readonly Hdf5Bytes _file;
    private readonly Hdf5Object _object;
    private readonly int[] _shape;
    private readonly int _size;
    private readonly Hdf5Filters _filters;
    private readonly int[] _chunk;
    private byte[] _values = [];
    private int _read;

    /// <summary>Prepares to read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">The dataset's header.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="size">Bytes of a value.</param>
    public Hdf5Chunks(Hdf5Bytes file, Hdf5Object header, int[] shape, int size)
    {
        (_file, _object, _shape, _size) = (file, header, shape, size);
        _filters = header.Find(Hdf5MessageType.Filters) is { } message ? Hdf5Filters.Read(header.Open(message), header.Name) : Hdf5Filters.None;
        _chunk = new int[shape.Length];
    }

    // Deflate makes at most 1,032 bytes of one; chunks that were never written take no room in the file
    private long MostInflated => Math.Max(1 << 20, 2048 * _file.Length);

    private string What => $"the chunks of '{_object.Name}'";

    private long ChunkBytes => _chunk.Aggregate((long)_size, (bytes, length) => bytes * length);

    /// <summary>Reads all values in row-major order; those of chunks that were never written are 0.</summary>
    /// <param name="layout">The layout message behind its kind.</param>
    /// <param name="version">Its version.</param>
    /// <param name="rank">Its number of dimensions, if that was read already.</param>
    public byte[] Read(Hdf5Cursor layout, int version, int rank)
    {
        long root = 0;
        int flags = 0;
        if (version < 3)
        {
            root = layout.Address();
            ReadChunkShape(ref layout, rank, 4);
        }
        else if (version == 3)
        {
            rank = layout.Byte();
            root = layout.Address();
            ReadChunkShape(ref layout, rank, 4);
        }
        else
        {
            flags = layout.Byte();
            rank = layout.Byte();
            ReadChunkShape(ref layout, rank, layout.Byte());
        }
        long bytes = _shape.Aggregate((long)_size, (product, length) => product * length);
        if (bytes > Array.MaxLength)
            throw new WeightsFormatException($"'{_object.Name}': expected less than 2 GiB of values, got {bytes} bytes.");
        if (bytes > MostInflated)
            throw new WeightsFormatException($"'{_object.Name}': {bytes} bytes of values can't be in a file of {_file.Length}.");
        _values = new byte[bytes];
        if (bytes == 0)
            return _values;
        if (version < 4)
            FromTree(root, MostDepth);
        else
            FromIndex(ref layout, flags);
        return _values;
    }

    private void ReadChunkShape(ref Hdf5Cursor layout, int rank, int digits)
    {
        if (rank != _shape.Length + 1)
            throw new WeightsFormatException($"The HDF5 file is damaged: {What} have {rank - 1} dimensions, the dataset {_shape.Length}.");
        long bytes = _size;
        for (int i = 0; i < _chunk.Length; i++)
        {
            long length = layout.Number(digits);
            if (length is < 1 or > int.MaxValue || (bytes *= length) > Math.Min(MostChunkBytes, MostInflated))
                throw new WeightsFormatException($"The HDF5 file is damaged: {What} have impossible sizes.");
            _chunk[i] = (int)length;
        }
        if (layout.Number(digits) != _size)
            throw new WeightsFormatException($"The HDF5 file is damaged: {What} have values of another size.");
    }

    private void FromTree(long address, int depth)
    {
        if (address == Hdf5Bytes.Nowhere)
            return;
        Hdf5Cursor at = _file.At(address, What);
        at.Expect("TREE");
        at.Version(1, 1); // the kind of tree: of chunks
        int level = at.Byte(), count = at.Short();
        if (level >= depth)
            throw new WeightsFormatException($"The HDF5 file is damaged: {What} have no end.");
        at.Skip(2 * _file.AddressSize);
        long[] place = new long[_chunk.Length];
        for (int i = 0; i < count; i++)
        {
            long stored = at.Int();
            uint skipped = at.Int();
            for (int d = 0; d < place.Length; d++)
                place[d] = at.Number(8);
            at.Skip(8);
            long child = at.Address();
            if (level > 0)
                FromTree(child, level);
            else
                Copy(child, stored, skipped, place);
        }
    }

    private void FromIndex(ref Hdf5Cursor layout, int flags)
    {
        int kind = layout.Byte();
        switch (kind)
        {
            case 1:
                long stored = ChunkBytes;
                uint skipped = 0;
                if ((flags & 2) != 0)
                {
                    stored = layout.Length();
                    skipped = layout.Int();
                }
                Copy(layout.Address(), stored, skipped, new long[_chunk.Length]);
                break;
            case 2:
                long address = layout.Address();
                ForEachChunk((number, place) => Copy(address == Hdf5Bytes.Nowhere ? address : checked(address + number * ChunkBytes), ChunkBytes, 0, place));
                break;
            case 3:
                layout.Skip(1);
                FromArray(layout.Address());
                break;
            default:
                throw new WeightsFormatException($"'{_object.Name}' is a dataset that can grow, which Keras does not write: save it with a fixed shape.");
        }
    }

    // A fixed array (specification, section VII.B): a header, and a block with an entry a chunk, in pages if there are many
    private void FromArray(long address)
    {
        if (address == Hdf5Bytes.Nowhere)
            return;
        Hdf5Cursor at = _file.At(address, What);
        at.Expect("FAHD");
        at.Version(0, 0);
        bool filtered = at.Version(0, 1) == 1;
        int entrySize = at.Byte(), pageBits = at.Byte(), sizeDigits = entrySize - _file.AddressSize - 4;
        long count = at.Length(), block = at.Address();
        if (pageBits > 30 || (filtered ? sizeDigits is < 1 or > 8 : entrySize != _file.AddressSize) || count > MostChunks)
            throw new WeightsFormatException($"The HDF5 file is damaged: {What} have an impossible index.");
        if (block == Hdf5Bytes.Nowhere)
            return;
        long perPage = 1L << pageBits, pages = (count + perPage - 1) / perPage;
        long entries = block + 6 + _file.AddressSize;
        bool paged = count > perPage;
        if (paged)
            entries += (pages + 7) / 8 + 4;
        ForEachChunk((number, place) =>
        {
            if (number >= count)
                throw new WeightsFormatException($"The HDF5 file is damaged: {What} are more than their index has.");
            Hdf5Cursor entry = _file.At(entries + number * entrySize + (paged ? number / perPage * 4 : 0), entrySize, What);
            long chunk = entry.Address(), stored = filtered ? entry.Number(sizeDigits) : ChunkBytes;
            Copy(chunk, stored, filtered ? entry.Int() : 0, place);
        });
    }

    private void ForEachChunk(Action<long, long[]> action)
    {
        long[] place = new long[_chunk.Length];
        for (long number = 0; ; number++)
        {
            action(number, place);
            int d = place.Length - 1;
            while (d >= 0 && (place[d] += _chunk[d]) >= _shape[d])
                place[d--] = 0;
            if (d < 0)
                return;
        }
    }

    private void Copy(long address, long stored, uint skipped, long[] place)
    {
        if (address == Hdf5Bytes.Nowhere)
            return;
        if (++_read > MostChunks)
            throw new WeightsFormatException($"The HDF5 file is damaged: {What} have no end.");
        for (int d = 0; d < place.Length; d++)
        {
            if (place[d] < 0 || place[d] >= _shape[d] || place[d] % _chunk[d] != 0)
                throw new WeightsFormatException($"The HDF5 file is damaged: {What} lie outside of the dataset.");
        }
        ReadOnlySpan<byte> chunk = _filters.Undo(_file.Slice(address, stored, What), (int)ChunkBytes, skipped, _size, _object.Name);
        CopyRows(chunk, place, 0, 0, 0);
    }

    private void CopyRows(ReadOnlySpan<byte> chunk, long[] place, int dimension, long from, long to)
    {
        if (dimension == _chunk.Length)
        {
            chunk.Slice((int)(from * _size), _size).CopyTo(_values.AsSpan((int)(to * _size)));
            return;
        }
        int length = (int)Math.Min(_chunk[dimension], _shape[dimension] - place[dimension]);
        from *= _chunk[dimension];
        to = to * _shape[dimension] + place[dimension];
        if (dimension == _chunk.Length - 1)
        {
            chunk.Slice((int)(from * _size), length * _size).CopyTo(_values.AsSpan((int)(to * _size)));
            return;
        }
        for (int i = 0; i < length; i++)
            CopyRows(chunk, place, dimension + 1, from + i, to + i);
    }
}
