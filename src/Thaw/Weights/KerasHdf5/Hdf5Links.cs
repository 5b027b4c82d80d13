using System.Text;

namespace Thaw.Weights.KerasHdf5;

/// <summary>A member of a group.</summary>
/// <param name="Name">Its name in the group.</param>
/// <param name="Address">Where its object header is.</param>
internal readonly record struct Hdf5Link(string Name, long Address);

/// <summary>
/// The members of a group. Old files keep them in a symbol table: a B-tree whose leaves point to names in a local heap. New files keep a few
/// as messages of the group's header, and many in a fractal heap with a B-tree over their names. Links to other names and files are passed over.
/// </summary>
internal static class Hdf5Links
{
    // Far more than a file of weights has
    private const int MostLinks = 100_000, MostNodes = 100_000, MostDepth = 64;

    private const int SymbolicLink = 2, HardLink = 0;

    /// <summary>The members, in the order of the file.</summary>
    public static List<Hdf5Link> Of(Hdf5Bytes file, Hdf5Object group)
    {
        var links = new List<Hdf5Link>();
        if (group.Find(Hdf5MessageType.SymbolTable) is { } table)
        {
            Hdf5Cursor at = group.Open(table);
            long tree = at.Address(), heap = at.Address();
            int nodes = 0;
            FromTree(file, tree, NamesOf(file, heap, group.Name), links, MostDepth, ref nodes, group.Name);
        }
        foreach (Hdf5Message message in group.All(Hdf5MessageType.Link))
            Add(links, file, group.Open(message), group.Name);
        if (group.Find(Hdf5MessageType.LinkInfo) is { } info)
            FromHeap(file, group.Open(info), links, group.Name);
        return links;
    }

    private static ReadOnlySpan<byte> NamesOf(Hdf5Bytes file, long address, string group)
    {
        Hdf5Cursor at = file.At(address, $"the names of '{group}'");
        at.Expect("HEAP");
        at.Version(0, 0);
        at.Skip(3);
        long size = at.Length();
        at.Length();
        return file.Slice(at.Address(), size, $"the names of '{group}'");
    }

    private static void FromTree(Hdf5Bytes file, long address, ReadOnlySpan<byte> names, List<Hdf5Link> links, int depth, ref int nodes, string group)
    {
        string what = $"the symbol table of '{group}'";
        if (depth == 0 || ++nodes > MostNodes)
            throw new WeightsFormatException($"The HDF5 file is damaged: {what} has no end.");
        Hdf5Cursor at = file.At(address, what);
        at.Expect("TREE");
        at.Version(0, 0); // the kind of tree: of groups
        int level = at.Byte(), count = at.Short();
        at.Skip(2 * file.AddressSize);
        for (int i = 0; i < count; i++)
        {
            at.Length();
            long child = at.Address();
            if (level > 0)
                FromTree(file, child, names, links, Math.Min(depth - 1, level), ref nodes, group);
            else
                FromNode(file, child, names, links, what);
        }
    }

    private static void FromNode(Hdf5Bytes file, long address, ReadOnlySpan<byte> names, List<Hdf5Link> links, string what)
    {
        Hdf5Cursor at = file.At(address, what);
        at.Expect("SNOD");
        at.Version(1, 1);
        at.Skip(1);
        int count = at.Short();
        for (int i = 0; i < count; i++)
        {
            long name = at.Number(file.AddressSize), target = at.Address();
            uint kind = at.Int();
            at.Skip(20);
            if (kind == SymbolicLink)
                continue;
            if (name >= names.Length || names[(int)name..].IndexOf((byte)0) is var length && length < 0)
                throw new WeightsFormatException($"The HDF5 file is damaged: {what} names a place outside of its names.");
            Add(links, new Hdf5Link(Encoding.UTF8.GetString(names.Slice((int)name, length)), target), what);
        }
    }

    private static void FromHeap(Hdf5Bytes file, Hdf5Cursor info, List<Hdf5Link> links, string group)
    {
        info.Version(0, 0);
        int flags = info.Byte();
        if ((flags & 1) != 0)
            info.Skip(8);
        long heapAddress = info.Address(), index = info.Address();
        if (heapAddress == Hdf5Bytes.Nowhere || index == Hdf5Bytes.Nowhere)
            return; // all members are messages of the header
        var heap = new Hdf5FractalHeap(file, heapAddress, group);
        foreach (byte[] record in Hdf5IndexTree.Records(file, index, Hdf5IndexTree.LinkNames, group))
            Add(links, file, heap.Open(record.AsSpan(4)), group); // a hash of the name, then the place in the heap
    }

    // A link message (specification, section IV.A.2.g)
    private static void Add(List<Hdf5Link> links, Hdf5Bytes file, Hdf5Cursor at, string group)
    {
        at.Version(1, 1);
        int flags = at.Byte(), kind = (flags & 8) != 0 ? at.Byte() : HardLink;
        at.Skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0));
        string name = Encoding.UTF8.GetString(at.Take(at.Number(1 << (flags & 3))));
        if (kind == HardLink)
            Add(links, new Hdf5Link(name, at.Address()), $"the group '{group}'");
    }

    private static void Add(List<Hdf5Link> links, Hdf5Link link, string what)
    {
        if (links.Count >= MostLinks)
            throw new WeightsFormatException($"The HDF5 file is damaged: {what} has more than {MostLinks} members.");
        links.Add(link);
    }
}
