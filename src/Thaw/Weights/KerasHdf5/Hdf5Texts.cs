using System.Buffers.Binary;
using System.Text;

namespace Thaw.Weights.KerasHdf5;

/// <summary>
/// Reads what short text attributes say of an object (specification, section IV.A.2.m): single texts of a fixed length. All other attributes, and those that new files
/// keep outside of the object's header, are passed over.
/// </summary>
internal static class Hdf5Texts
{
    private const int MostTexts = 64, MostBytes = 1024, TextClass = 3, SharedFlags = 3;

    /// <summary>Names and texts of the attributes whose names begin in a certain way; without that beginning.</summary>
    /// <param name="header">The object.</param>
    /// <param name="prefix">How the names begin.</param>
    public static Dictionary<string, string> Of(Hdf5Object header, string prefix)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Hdf5Message message in header.All(Hdf5MessageType.Attribute))
        {
            if (texts.Count < MostTexts && Read(header.Open(message)) is (string name, string text) && name.StartsWith(prefix, StringComparison.Ordinal))
                texts.TryAdd(name[prefix.Length..], text);
        }
        return texts;
    }

    private static (string Name, string Text)? Read(Hdf5Cursor at)
    {
        int version = at.Version(1, 3), flags = at.Byte();
        int nameBytes = at.Short(), typeBytes = at.Short(), spaceBytes = at.Short();
        if (version == 3)
            at.Skip(1); // how the name is encoded
        if (nameBytes > MostBytes || (version > 1 && (flags & SharedFlags) != 0))
            return null;
        int Padded(int length) => version == 1 ? Hdf5Fields.Aligned(length) : length;
        string name = Text(at.Take(Padded(nameBytes))[..nameBytes]);
        ReadOnlySpan<byte> type = at.Take(Padded(typeBytes)), space = at.Take(Padded(spaceBytes));
        if (type.Length < 8 || space.Length < 2 || (type[0] & 15) != TextClass || space[1] != 0)
            return null;
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(type[4..]);
        return size <= MostBytes && size <= at.Left ? (name, Text(at.Take(size))) : null;
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
