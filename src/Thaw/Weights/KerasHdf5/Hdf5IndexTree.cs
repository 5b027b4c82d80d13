using System.Numerics;

namespace Thaw.Weights.KerasHdf5;

/// <summary>The B-tree of new files (specification, section III.A.2): records of one size in nodes of one size.</summary>
internal static class Hdf5IndexTree
{
    /// <summary>Trees of links by name: a hash of 4 bytes, then the link's identifier in the heap.</summary>
    public const int LinkNames = 5;

    private const int MostDepth = 16, MostRecords = 100_000;

    /// <summary>Letters, version and kind before a node's records, and the checksum behind them.</summary>
    private const int NodeOverhead = 10;

    /// <summary>All records of a tree, a node before those below it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="address">Where the tree's header is.</param>
    /// <param name="kind">The kind of records that it must have.</param>
    /// <param name="group">Whose it is, for messages.</param>
    public static List<byte[]> Records(Hdf5Bytes file, long address, int kind, string group)
    {
        string what = $"the index of '{group}'";
        Hdf5Cursor at = file.At(address, what);
        at.Expect("BTHD");
        at.Version(0, 0);
        at.Version(kind, kind);
        long nodeSize = at.Int();
        int recordSize = at.Short(), depth = at.Short();
        at.Skip(2);
        long root = at.Address();
        int count = at.Short();
        if (recordSize < 5 || nodeSize < NodeOverhead + recordSize || depth > MostDepth)
            throw new WeightsFormatException($"The HDF5 file is damaged: {what} has impossible sizes.");
        var records = new List<byte[]>();
        if (root != Hdf5Bytes.Nowhere)
            new Walk(file, what, nodeSize, recordSize, depth, records).Visit(root, count, depth);
        return records;
    }

    private sealed class Walk
    {
        private readonly Hdf5Bytes _file;
        private readonly string _what;
        private readonly long _nodeSize;
        private readonly int _recordSize;
        private readonly List<byte[]> _records;

        // Bytes of a child's number of records, and of the number of all records below it; by the child's height
        private readonly int[] _countSize, _totalSize;

        public Walk(Hdf5Bytes file, string what, long nodeSize, int recordSize, int depth, List<byte[]> records)
        {
            (_file, _what, _nodeSize, _recordSize, _records) = (file, what, nodeSize, recordSize, records);
            _countSize = new int[depth + 1];
            _totalSize = new int[depth + 1];
            long most = (nodeSize - NodeOverhead) / recordSize;
            UInt128 total = (UInt128)most;
            _countSize[0] = BytesFor((ulong)most);
            for (int height = 1; height <= depth; height++)
            {
                int pointer = file.AddressSize + _countSize[0] + _totalSize[height - 1];
                most = Math.Max(0, (nodeSize - NodeOverhead - pointer) / (recordSize + pointer));
                total = UInt128.Min(ulong.MaxValue, (UInt128)(most + 1) * total + (UInt128)most);
                _countSize[height] = _countSize[0];
                _totalSize[height] = BytesFor((ulong)total);
            }
        }

        public void Visit(long address, int count, int height)
        {
            Hdf5Cursor at = _file.At(address, _nodeSize, _what);
            at.Expect(height == 0 ? "BTLF" : "BTIN");
            at.Skip(2);
            if (_records.Count + (long)count > MostRecords)
                throw new WeightsFormatException($"The HDF5 file is damaged: {_what} has no end.");
            for (int i = 0; i < count; i++)
                _records.Add(at.Take(_recordSize).ToArray());
            for (int i = 0; height > 0 && i <= count; i++)
            {
                long child = at.Address();
                long below = at.Number(_countSize[height - 1]);
                at.Skip(_totalSize[height - 1]);
                Visit(child, (int)Math.Min(below, int.MaxValue), height - 1);
                if (count > MostRecords || _records.Count >= MostRecords)
                    throw new WeightsFormatException($"The HDF5 file is damaged: {_what} has no end.");
            }
        }

        private static int BytesFor(ulong most) => BitOperations.Log2(Math.Max(1, most)) / 8 + 1;
    }
}
