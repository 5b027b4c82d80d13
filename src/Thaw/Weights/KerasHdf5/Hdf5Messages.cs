namespace Thaw.Weights.KerasHdf5;

/// <summary>Messages of object headers as the first version of the format has them, which every HDF5 library reads.</summary>
internal static class Hdf5Messages
{
    /// <summary>What a message may have at most.</summary>
    private const int MaxLength = ushort.MaxValue & ~7;

    /// <summary>Sizes that stay as they are; none for a single value.</summary>
    public static Hdf5Fields Dataspace(ReadOnlySpan<int> shape)
    {
        Hdf5Fields message = new Hdf5Fields().Byte(1, (byte)shape.Length, 0, 0).Int(0);
        foreach (int size in shape)
            message.Long(size);
        return message;
    }

    /// <summary>IEEE 754 binary32, little-endian: sign in bit 31, exponent in 8 bits from bit 23, an implied leading one.</summary>
    public static Hdf5Fields Float32() => new Hdf5Fields().Byte(0x11, 0x20, 31, 0).Int(4).Short(0).Short(32).Byte(23, 8, 0, 23).Int(127);

    /// <summary>Nothing to fill with: space is taken when values are written, and all are.</summary>
    public static Hdf5Fields NoFill() => new Hdf5Fields().Byte(2, 2, 2, 1).Int(0);

    /// <summary>Values in one piece.</summary>
    public static Hdf5Fields Contiguous(long address, long length) => new Hdf5Fields().Byte(3, 1).Long(address).Long(length);

    /// <summary>An object header of version 1 (specification, section IV.A.1.a).</summary>
    public static Hdf5Fields Header(IReadOnlyList<(Hdf5MessageType Type, Hdf5Fields Content)> messages)
    {
        int length = messages.Sum(message => 8 + Hdf5Fields.Aligned(message.Content.Length));
        Hdf5Fields header = new Hdf5Fields().Byte(1, 0).Short(messages.Count).Int(1).Int(length).Int(0);
        foreach ((Hdf5MessageType type, Hdf5Fields content) in messages)
        {
            int size = Hdf5Fields.Aligned(content.Length);
            if (size > MaxLength)
                throw new ArgumentException($"A message of an HDF5 header has up to {MaxLength} bytes, got {size}.", nameof(messages));
            header.Short((int)type).Short(size).Byte(0, 0, 0, 0).Byte(content.Bytes).Align();
        }
        return header;
    }
}
