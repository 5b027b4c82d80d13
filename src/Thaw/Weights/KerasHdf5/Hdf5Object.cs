namespace Thaw.Weights.KerasHdf5;

/// <summary>What a message of an object header is about; those that weights need.</summary>
internal enum Hdf5MessageType
{
    Dataspace = 0x01,
    LinkInfo = 0x02,
    Datatype = 0x03,
    FillValue = 0x05,
    Link = 0x06,
    Layout = 0x08,
    Filters = 0x0B,
    Attribute = 0x0C,
    Continuation = 0x10,
    SymbolTable = 0x11,
}

/// <summary>A message: its type, and where its content lies.</summary>
internal readonly record struct Hdf5Message(Hdf5MessageType Type, long Address, int Length);

/// <summary>An object of the file, a group or a dataset: its header's messages (specification, section IV.A).</summary>
internal sealed class Hdf5Object
{
    // Far more than a file of weights has; a header that continues in itself ends here
    private const int MostMessages = 100_000;

    private const int SharedFlag = 2;

    private readonly Hdf5Bytes _file;
    private readonly List<Hdf5Message> _messages = [];

    /// <summary>Reads a header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="address">Where the header is.</param>
    /// <param name="name">The object's path, for messages.</param>
    public Hdf5Object(Hdf5Bytes file, long address, string name)
    {
        _file = file;
        Name = name;
        Hdf5Cursor at = file.At(address, What);
        bool second = at.Byte() == 'O';
        if (second)
            ReadSecond(address);
        else
            ReadFirst(address);
    }

    /// <summary>The object's path in the file.</summary>
    public string Name { get; }

    private string What => $"the object header of '{Name}'";

    /// <summary>The messages of a type.</summary>
    public IEnumerable<Hdf5Message> All(Hdf5MessageType type) => _messages.Where(message => message.Type == type);

    /// <summary>The message of a type, or null.</summary>
    public Hdf5Message? Find(Hdf5MessageType type)
    {
        foreach (Hdf5Message message in All(type))
            return message;
        return null;
    }

    /// <summary>Reads a message's content.</summary>
    public Hdf5Cursor Open(Hdf5Message message) => _file.At(message.Address, message.Length, $"message {message.Type} of '{Name}'");

    private void ReadFirst(long address)
    {
        Hdf5Cursor at = _file.At(address, What);
        at.Version(1, 1);
        at.Skip(7);
        uint size = at.Int();
        var blocks = new Queue<(long Address, long Length)>([(address + 16, size)]);
        while (blocks.TryDequeue(out (long Address, long Length) block))
        {
            Hdf5Cursor messages = _file.At(block.Address, block.Length, What);
            while (messages.Left >= 8)
            {
                int type = messages.Short(), length = messages.Short(), flags = messages.Byte();
                messages.Skip(3);
                Add(type, block.Address + messages.Position, length, flags, blocks);
                messages.Skip(length);
            }
        }
    }

    private void ReadSecond(long address)
    {
        Hdf5Cursor at = _file.At(address, What);
        at.Expect("OHDR");
        at.Version(2, 2);
        int flags = at.Byte();
        at.Skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0));
        long size = at.Number(1 << (flags & 3));
        var blocks = new Queue<(long Address, long Length)>([(address + at.Position, size)]);
        for (bool first = true; blocks.TryDequeue(out (long Address, long Length) block); first = false)
        {
            Hdf5Cursor messages = _file.At(block.Address, block.Length, What);
            int left = 0;
            if (!first)
            {
                messages.Expect("OCHK");
                left = 4; // the checksum
            }
            int head = (flags & 4) != 0 ? 6 : 4;
            while (messages.Left - left >= head)
            {
                int type = messages.Byte(), length = messages.Short(), messageFlags = messages.Byte();
                messages.Skip(head - 4);
                Add(type, block.Address + messages.Position, length, messageFlags, blocks);
                messages.Skip(length);
            }
        }
    }

    private void Add(int type, long address, int length, int flags, Queue<(long Address, long Length)> blocks)
    {
        if (!Enum.IsDefined((Hdf5MessageType)type) || (type == (int)Hdf5MessageType.Attribute && (flags & SharedFlag) != 0))
            return;
        var message = new Hdf5Message((Hdf5MessageType)type, address, length);
        if ((flags & SharedFlag) != 0)
            throw new WeightsFormatException($"'{Name}' refers to a {message.Type} that is stored elsewhere in the file, which Keras does not write.");
        if (_messages.Count >= MostMessages)
            throw new WeightsFormatException($"The HDF5 file is damaged: {What} has no end.");
        _messages.Add(message);
        if (message.Type == Hdf5MessageType.Continuation)
        {
            Hdf5Cursor at = Open(message);
            blocks.Enqueue((at.Address(), at.Length()));
        }
    }
}
