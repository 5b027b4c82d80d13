using System.Buffers.Binary;
using Thaw.Images.Png;
using Thaw.Kernels;

namespace Thaw.Tests.Images.Decoding;

/// <summary>Damages files in ways that a fixed seed decides.</summary>
internal sealed class Mutator(ulong seed)
{
    private static readonly uint[] Extremes = [0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, int.MaxValue, 0x80000000, uint.MaxValue];

    private Pcg32 _random = new(seed);

    /// <summary>A damaged copy.</summary>
    /// <param name="original">The file; at least 40 bytes.</param>
    /// <param name="others">Files to take pieces from.</param>
    public byte[] Damage(byte[] original, byte[][] others)
    {
        byte[] bytes = (byte[])original.Clone();
        for (int times = 1 + _random.NextInt(3); times > 0; times--)
            bytes = DamageOnce(bytes, others);
        return bytes;
    }

    /// <summary>Makes the checksums of a PNG file's chunks right again, so that damage gets past them.</summary>
    public static void RepairChecksums(byte[] bytes)
    {
        long position = 8;
        while (position + 12 <= bytes.Length)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan((int)position));
            if (position + 12 + length > bytes.Length)
                return;
            uint checksum = ChunkChecksum.Of(bytes.AsSpan((int)position + 4, (int)length + 4));
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan((int)(position + 8 + length)), checksum);
            position += 12 + length;
        }
    }

    /// <summary>A copy of a PNG file whose filtered rows are damaged before they are compressed.</summary>
    public byte[] DamagePngRows(byte[] original, byte[][] others)
    {
        List<(string Type, byte[] Data)> chunks = PngBytes.Chunks(original);
        byte[] rows = PngBytes.Decompress([.. chunks.Where(chunk => chunk.Type == "IDAT").SelectMany(chunk => chunk.Data)]);
        int first = chunks.FindIndex(chunk => chunk.Type == "IDAT");
        chunks.RemoveAll(chunk => chunk.Type == "IDAT");
        chunks.Insert(first, ("IDAT", PngBytes.Compress(DamageOnce(rows, others))));
        return PngBytes.File([.. chunks]);
    }

    private byte[] DamageOnce(byte[] bytes, byte[][] others)
    {
        if (bytes.Length < 8)
            return bytes;
        switch (_random.NextInt(7))
        {
            case 0:
                for (int flips = 1 + _random.NextInt(8); flips > 0; flips--)
                    bytes[_random.NextInt(bytes.Length)] ^= (byte)(1 << _random.NextInt(8));
                return bytes;
            case 1:
                return bytes[.._random.NextInt(bytes.Length)];
            case 2:
                return Splice(bytes, others[_random.NextInt(others.Length)]);
            case 3:
                int from = _random.NextInt(bytes.Length);
                int count = Math.Min(1 + _random.NextInt(20), bytes.Length - from);
                return [.. bytes[..from], .. bytes[(from + count)..]];
            case 4:
                int at = _random.NextInt(bytes.Length);
                return [.. bytes[..at], .. bytes[at..Math.Min(bytes.Length, at + 1 + _random.NextInt(40))], .. bytes[at..]];
            case 5:
                bytes[_random.NextInt(bytes.Length)] = (byte)_random.NextInt(256);
                return bytes;
            default:
                WriteExtreme(bytes);
                return bytes;
        }
    }

    /// <summary>Overwrites a place with a piece of another file.</summary>
    private byte[] Splice(byte[] bytes, byte[] other)
    {
        int from = _random.NextInt(other.Length);
        int to = _random.NextInt(bytes.Length);
        int count = Math.Min(1 + _random.NextInt(64), Math.Min(other.Length - from, bytes.Length - to));
        other.AsSpan(from, count).CopyTo(bytes.AsSpan(to));
        return bytes;
    }

    /// <summary>Attacks a length, a side or a count: they stand near the start, or behind a JPEG marker.</summary>
    private void WriteExtreme(byte[] bytes)
    {
        int at = _random.NextInt(Math.Min(bytes.Length, 64));
        if (_random.NextInt(2) == 0)
        {
            int start = _random.NextInt(bytes.Length);
            int marker = bytes.AsSpan(start).IndexOf((byte)0xFF);
            at = marker >= 0 ? start + marker + 2 : at;
        }
        int width = 1 << _random.NextInt(3);
        uint value = Extremes[_random.NextInt(Extremes.Length)];
        bool big = _random.NextInt(2) == 0;
        for (int i = 0; i < width && at + i < bytes.Length; i++)
            bytes[at + i] = (byte)(value >> (8 * (big ? width - 1 - i : i)));
    }
}
