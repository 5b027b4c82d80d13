using System.Buffers.Binary;
using System.Text;

namespace Thaw.Tests.Packaging.MLNet;

/// <summary>
/// Reads a <c>Model.key</c> of ML.NET as strictly as it can be read: every byte of the file is accounted for, and the offsets and sizes of the
/// header must be the only ones that fit. Written from the format's table, with none of the writer's code.
/// </summary>
internal sealed class KeyFile
{
    private readonly byte[] _bytes;
    private readonly List<string> _pool = [];
    private readonly int _bodyEnd;
    private int _at = 256;
    private int _used;

    public KeyFile(byte[] bytes)
    {
        _bytes = bytes;
        Assert.Equal("4D-4C-00-4D-4F-44-45-4C", BitConverter.ToString(bytes, 0, 8));
        Assert.Equal((0x00010002u, 0x00010002u), (Word(8), Word(12)));
        Assert.Equal(256, Long(0x10));
        long body = Long(0x18), table = Long(0x28), characters = Long(0x38);
        _bodyEnd = 256 + (int)body;
        int count = (int)table / 8, tableAt = _bodyEnd, charactersAt = tableAt + (int)table, nameAt = charactersAt + (int)characters, nameBytes = (int)Word(0x98);
        Assert.Equal((count > 0 ? tableAt : 0, 8 * count), (Long(0x20), table));
        Assert.Equal(count > 0 ? charactersAt : 0, Long(0x30));
        long start = 0;
        for (int i = 0; i < count; i++)
        {
            long end = Long(tableAt + 8 * i);
            _pool.Add(Encoding.Unicode.GetString(bytes, charactersAt + (int)start, (int)(end - start)));
            start = end;
        }
        Assert.Equal(characters, start);
        Assert.Equal(_pool.Distinct(), _pool);
        Signature = Encoding.ASCII.GetString(bytes, 0x40, 8);
        Versions = (Word(0x48), Word(0x4C));
        Loader = Encoding.ASCII.GetString(bytes, 0x50, 24).TrimEnd('\0');
        Assert.All(bytes[(0x50 + Loader.Length)..0x80], value => Assert.Equal(0, value)); // its rest, and no alternate
        Assert.Equal(nameAt, Long(0x90));
        Assembly = Encoding.Unicode.GetString(bytes, nameAt, nameBytes);
        Assert.Equal((nameAt + nameBytes, bytes.Length), (Long(0x80), Long(0x88)));
        Assert.All(bytes[0x9C..0x100], value => Assert.Equal(0, value));
        Assert.Equal("4C-45-44-4F-4D-00-4C-4D", BitConverter.ToString(bytes, nameAt + nameBytes));
    }

    public string Signature { get; }

    public (uint Written, uint Readable) Versions { get; }

    public string Loader { get; }

    public string Assembly { get; }

    public byte Byte()
    {
        Assert.True(_at < _bodyEnd, "the body has ended");
        return _bytes[_at++];
    }

    public int Number()
    {
        Assert.True(_at + 4 <= _bodyEnd, "the body has ended");
        _at += 4;
        return (int)Word(_at - 4);
    }

    public float Single() => BitConverter.Int32BitsToSingle(Number());

    /// <summary>The next string; one that was not used before must be the next of the pool.</summary>
    public string? Text()
    {
        int index = Number();
        Assert.InRange(index, -1, _used);
        if (index == _used)
            _used++;
        return index < 0 ? null : _pool[index];
    }

    public string?[] Texts() => Enumerable.Range(0, Number()).Select(_ => Text()).ToArray();

    /// <summary>A step's only column: what it makes, and of what.</summary>
    public (string? Output, string? Input) Column()
    {
        Assert.Equal(1, Number());
        return (Text(), Text());
    }

    /// <summary>Nothing is left: not of the body, nor of the pool.</summary>
    public void End()
    {
        Assert.Equal(_bodyEnd, _at);
        Assert.Equal(_pool.Count, _used);
    }

    private uint Word(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at, 4));

    private long Long(int at) => BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(at, 8));
}
