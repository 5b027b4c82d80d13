using System.Buffers.Binary;
using System.Text;

namespace Thaw.Packaging.MLNet;

/// <summary>
/// A <c>Model.key</c> of ML.NET in the making: a header of 256 bytes, the body, the ends and the characters of the strings that the body names,
/// the name of the assembly that loads it, and a tail of 8 bytes, one behind the other. Little-endian. Values go into the body in the order of
/// the calls; a string is written as its place in a pool without duplicates, in order of first use.
/// </summary>
/// <param name="signature">What the body is: 8 characters, blanks for none.</param>
/// <param name="written">The version of the body, 0x000100xx.</param>
/// <param name="readable">The oldest version whose readers understand the body.</param>
/// <param name="loader">The name under which ML.NET finds the type that loads it, at most 23 characters.</param>
/// <param name="assembly">Where that type is; one of Microsoft's.</param>
internal sealed class ModelKey(string signature, uint written, uint readable, string loader, string assembly)
{
    private const int HeaderBytes = 256, LoaderBytes = 24;

    /// <summary>The version of the header, for writers and readers alike.</summary>
    private const uint HeaderVersion = 0x00010002;

    private static readonly byte[] s_tail = "LEDOM\0LM"u8.ToArray();

    private readonly MemoryStream _body = new();
    private readonly List<string> _strings = [];

    /// <summary>An unsigned byte.</summary>
    public ModelKey Byte(byte value)
    {
        _body.WriteByte(value);
        return this;
    }

    /// <summary>A signed whole number of 32 bits.</summary>
    public ModelKey Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _body.Write(bytes);
        return this;
    }

    /// <summary>A float32.</summary>
    public ModelKey Single(float value) => Int32(BitConverter.SingleToInt32Bits(value));

    /// <summary>A string; null is -1.</summary>
    public ModelKey Text(string? value)
    {
        if (value is null)
            return Int32(-1);
        int index = _strings.IndexOf(value);
        if (index < 0)
        {
            index = _strings.Count;
            _strings.Add(value);
        }
        return Int32(index);
    }

    /// <summary>A count and so many strings.</summary>
    public ModelKey Texts(IReadOnlyList<string> values)
    {
        Int32(values.Count);
        foreach (string value in values)
            Text(value);
        return this;
    }

    /// <summary>The one column that a step makes out of another.</summary>
    public ModelKey Column(string output, string input) => Int32(1).Text(output).Text(input);

    /// <summary>The whole file.</summary>
    public byte[] ToBytes()
    {
        byte[] body = _body.ToArray(), name = Encoding.Unicode.GetBytes($"{assembly}, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51");
        byte[] characters = Encoding.Unicode.GetBytes(string.Concat(_strings));
        int table = HeaderBytes + body.Length, tableBytes = _strings.Count * sizeof(long);
        int names = table + tableBytes + characters.Length, tail = names + name.Length;
        byte[] file = new byte[tail + s_tail.Length];
        WriteHeader(file, (HeaderBytes, body.Length), (table, tableBytes), (table + tableBytes, characters.Length), (names, name.Length), tail);
        body.CopyTo(file, HeaderBytes);
        long end = 0;
        for (int i = 0; i < _strings.Count; i++)
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(table + i * sizeof(long)), end += _strings[i].Length * sizeof(char));
        characters.CopyTo(file, table + tableBytes);
        name.CopyTo(file, names);
        s_tail.CopyTo(file, tail);
        return file;
    }

    private void WriteHeader(Span<byte> header, (int At, int Size) body, (int At, int Size) table, (int At, int Size) characters, (int At, int Size) name, int tail)
    {
        "ML\0MODEL"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[0x08..], HeaderVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(header[0x0C..], HeaderVersion);
        Place(header[0x10..], body);
        if (table.Size > 0) // without strings all four numbers stay zero
        {
            Place(header[0x20..], table);
            Place(header[0x30..], characters);
        }
        Encoding.ASCII.GetBytes(signature.Replace(' ', '\0'), header[0x40..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[0x48..], written);
        BinaryPrimitives.WriteUInt32LittleEndian(header[0x4C..], readable);
        Encoding.ASCII.GetBytes(loader, header.Slice(0x50, LoaderBytes)); // the alternate name behind it stays empty
        BinaryPrimitives.WriteInt64LittleEndian(header[0x80..], tail);
        BinaryPrimitives.WriteInt64LittleEndian(header[0x88..], tail + s_tail.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[0x90..], name.At);
        BinaryPrimitives.WriteInt32LittleEndian(header[0x98..], name.Size);
    }

    private static void Place(Span<byte> header, (int At, int Size) part)
    {
        BinaryPrimitives.WriteInt64LittleEndian(header, part.At);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], part.Size);
    }
}
