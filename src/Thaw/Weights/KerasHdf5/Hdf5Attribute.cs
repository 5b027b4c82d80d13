using System.Text;

namespace Thaw.Weights.KerasHdf5;

/// <summary>Text that stands beside an object of an HDF5 file, as h5py stores NumPy's byte strings: of a fixed length, filled up with zeros.</summary>
internal sealed class Hdf5Attribute
{
    private readonly byte[][] _texts;
    private readonly bool _isList;

    private Hdf5Attribute(string name, IEnumerable<string> texts, bool isList)
    {
        Name = name;
        _texts = [.. texts.Select(Encoding.UTF8.GetBytes)];
        _isList = isList;
    }

    /// <summary>The attribute's name.</summary>
    public string Name { get; }

    /// <summary>One text.</summary>
    public static Hdf5Attribute Text(string name, string text) => new(name, [text], isList: false);

    /// <summary>A list of texts, empty or not.</summary>
    public static Hdf5Attribute List(string name, IEnumerable<string> texts) => new(name, texts, isList: true);

    /// <summary>The content of the attribute's message, version 1 (specification, section IV.A.2.m).</summary>
    public Hdf5Fields Message()
    {
        int size = Math.Max(1, _texts.Select(text => text.Length).DefaultIfEmpty().Max());

        // Class 3, text; filled up with zeros; the size is all that there is to say of it
        Hdf5Fields type = new Hdf5Fields().Byte(0x13, 1, 0, 0).Int(size);
        Hdf5Fields space = _isList ? Hdf5Messages.Dataspace([_texts.Length]) : Hdf5Messages.Dataspace([]);
        int nameBytes = Encoding.UTF8.GetByteCount(Name) + 1;
        Hdf5Fields message = new Hdf5Fields().Byte(1, 0).Short(nameBytes).Short(type.Length).Short(space.Length).Text(Name).Byte(0).Align();
        message.Byte(type.Bytes).Align().Byte(space.Bytes).Align();
        foreach (byte[] text in _texts)
            message.Byte(text).PadTo(message.Length + size - text.Length);
        return message;
    }
}
