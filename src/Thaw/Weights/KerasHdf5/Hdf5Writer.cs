using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Thaw.Weights.KerasHdf5;

/// <summary>
/// Writes an HDF5 file of the first version of the format (HDF5 File Format Specification 3.0, superblock 0): groups in symbol tables, datasets of
/// float32 in one piece. Objects are written from the inside out, since a group names the addresses of its members; the superblock comes last.
/// </summary>
internal sealed class Hdf5Writer
{
    private const int SuperblockBytes = 96;

    /// <summary>Half of the most members in a node of a symbol table, and half of the most nodes below a node of its tree: the format's own defaults.</summary>
    private const int LeafK = 4, TreeK = 16;

    private const int NodeMembers = 2 * LeafK, EntryBytes = 40;

    /// <summary>The most members of a group: as many as a tree of one level holds.</summary>
    public const int MaxMembers = NodeMembers * 2 * TreeK;

    private readonly Stream _stream;
    private readonly long _start;
    private long _end = SuperblockBytes;

    /// <summary>Leaves room for the superblock.</summary>
    /// <param name="stream">Writable, and can seek; stays open.</param>
    public Hdf5Writer(Stream stream)
    {
        _stream = stream;
        _start = stream.Position;
        stream.Write(new byte[SuperblockBytes]);
    }

    /// <summary>Writes a dataset.</summary>
    /// <param name="shape">Sizes from the slowest to the fastest index.</param>
    /// <param name="values">As many values.</param>
    /// <returns>The address of its object header.</returns>
    public long Dataset(ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        long length = (long)values.Length * sizeof(float), address = values.IsEmpty ? Hdf5Fields.Nowhere : Append(values);
        return Append(Hdf5Messages.Header(
        [
            (Hdf5MessageType.Dataspace, Hdf5Messages.Dataspace(shape)),
            (Hdf5MessageType.Datatype, Hdf5Messages.Float32()),
            (Hdf5MessageType.FillValue, Hdf5Messages.NoFill()),
            (Hdf5MessageType.Layout, Hdf5Messages.Contiguous(address, length)),
        ]));
    }

    /// <summary>Writes a group.</summary>
    /// <param name="members">What is in it, under names without a slash, all different.</param>
    /// <param name="attributes">What is said of it.</param>
    /// <returns>The address of its object header.</returns>
    /// <exception cref="ArgumentException">There are more than <see cref="MaxMembers"/>.</exception>
    public long Group(IEnumerable<Hdf5Link> members, params IEnumerable<Hdf5Attribute> attributes)
    {
        // Libraries look a name up by halving, in the order of its bytes
        (byte[] Name, long Address)[] sorted = [.. members.Select(member => (Encoding.UTF8.GetBytes(member.Name), member.Address))];
        Array.Sort(sorted, (one, other) => one.Name.AsSpan().SequenceCompareTo(other.Name));
        if (sorted.Length > MaxMembers)
            throw new ArgumentException($"A group of an HDF5 file has up to {MaxMembers} members here, got {sorted.Length}.", nameof(members));
        int[] names = new int[sorted.Length];
        Hdf5Fields heap = new Hdf5Fields().Long(0); // the empty name, which is before all others
        for (int i = 0; i < sorted.Length; i++)
        {
            names[i] = heap.Length;
            heap.Byte(sorted[i].Name).Byte(0).Align();
        }
        long content = Append(heap);
        const int NoFreeBlock = 1;
        long heapAddress = Append(new Hdf5Fields().Text("HEAP").Byte(0, 0, 0, 0).Long(heap.Length).Long(NoFreeBlock).Long(content));
        long tree = Tree(names, sorted);
        return Append(Hdf5Messages.Header(
        [
            (Hdf5MessageType.SymbolTable, new Hdf5Fields().Long(tree).Long(heapAddress)),
            .. attributes.Select(attribute => (Hdf5MessageType.Attribute, attribute.Message())),
        ]));
    }

    /// <summary>Writes the superblock; the file is whole then.</summary>
    /// <param name="root">The address of the root group.</param>
    public void Finish(long root)
    {
        Hdf5Fields superblock = new Hdf5Fields().Byte(0x89).Text("HDF\r\n").Byte(0x1A).Text("\n");
        superblock.Byte(0, 0, 0, 0, 0, 8, 8, 0).Short(LeafK).Short(TreeK).Int(0);
        superblock.Long(0).Long(Hdf5Fields.Nowhere).Long(_end).Long(Hdf5Fields.Nowhere);
        superblock.Long(0).Long(root).PadTo(SuperblockBytes);
        _stream.Position = _start;
        _stream.Write(superblock.Bytes);
        _stream.Position = _start + _end;
    }

    // A tree of one level over nodes of up to eight members; key i + 1 is the last name below child i
    private long Tree(int[] names, (byte[] Name, long Address)[] members)
    {
        var children = new Hdf5Fields().Long(0);
        int count = 0;
        for (int first = 0; first < members.Length; first += NodeMembers, count++)
        {
            int end = Math.Min(first + NodeMembers, members.Length);
            Hdf5Fields node = new Hdf5Fields().Text("SNOD").Byte(1, 0).Short(end - first);
            for (int i = first; i < end; i++)
                node.Long(names[i]).Long(members[i].Address).PadTo(node.Length + EntryBytes - 16);
            children.Long(Append(node.PadTo(8 + NodeMembers * EntryBytes))).Long(names[end - 1]);
        }
        Hdf5Fields tree = new Hdf5Fields().Text("TREE").Byte(0, 0).Short(count).Long(Hdf5Fields.Nowhere).Long(Hdf5Fields.Nowhere);
        return Append(tree.Byte(children.Bytes).PadTo(24 + 8 * (2 * 2 * TreeK + 1)));
    }

    private long Append(Hdf5Fields structure)
    {
        long address = _end;
        _stream.Write(structure.Align().Bytes);
        _end += structure.Length;
        return address;
    }

    private long Append(ReadOnlySpan<float> values)
    {
        long address = _end;
        if (BitConverter.IsLittleEndian)
        {
            _stream.Write(MemoryMarshal.AsBytes(values));
        }
        else
        {
            Span<byte> number = stackalloc byte[sizeof(float)];
            foreach (float value in values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(number, value);
                _stream.Write(number);
            }
        }
        _end += (long)values.Length * sizeof(float);
        int odd = (int)(-_end & 7);
        _stream.Write(new byte[odd]);
        _end += odd;
        return address;
    }
}
