using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Thaw.Images.Jpeg;

/// <summary>
/// Reads the bits of entropy-coded data, highest first, and undoes byte stuffing (ITU T.81, sections B.1.1.5 and F.2.2.5).
/// It stops at the first marker and hands out zeros from there on; <see cref="IsExhausted"/> tells whether any of them were used.
/// </summary>
internal ref struct BitReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private ulong _buffer;
    private int _count;
    private int _padding;

    /// <summary>Starts to read at a byte.</summary>
    public BitReader(ReadOnlySpan<byte> bytes, int position)
    {
        _bytes = bytes;
        Position = position;
    }

    /// <summary>The first byte that is not yet in the buffer. Once all bits are taken, it is that of the marker.</summary>
    public int Position { get; private set; }

    /// <summary>Whether more bits were taken than there are before the next marker.</summary>
    public readonly bool IsExhausted => _padding > _count;

    /// <summary>Makes at least 32 bits available.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ensure32()
    {
        if (_count < 32)
            Fill();
    }

    /// <summary>Decodes one symbol; 16 bits must be available.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Symbol(HuffmanTable table)
    {
        int entry = table[(int)(_buffer >> (64 - HuffmanTable.LookupBits))];
        if (entry == 0)
            entry = table.FindLong((int)(_buffer >> 48));
        Skip(entry >> 8);
        return entry & 0xFF;
    }

    /// <summary>Takes this many bits, 1 to 16, which must be available.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Take(int bits)
    {
        int value = (int)(_buffer >> (64 - bits));
        Skip(bits);
        return value;
    }

    /// <summary>RECEIVE and EXTEND (section F.2.2.1): a number of this many bits, 1 to 15, where a leading 0 means negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int TakeSigned(int bits)
    {
        int value = Take(bits);
        // Without the leading bit, the range starts at -(2^bits - 1)
        return value - (((1 << bits) - 1) & ((value >> (bits - 1)) - 1));
    }

    /// <summary>Drops what is left before a restart marker and passes the marker (section F.2.2.4).</summary>
    /// <param name="index">The number of the marker that must come, 0 to 7.</param>
    public void PassRestart(int index)
    {
        // Whatever is in the buffer stands before the next marker, since reading stops there
        int at = Position;
        while (at + 1 < _bytes.Length && (_bytes[at] != 0xFF || _bytes[at + 1] is 0 or 0xFF))
            at++;
        if (at + 1 >= _bytes.Length || _bytes[at + 1] != Marker.Rst0 + index)
            throw new ImageFormatException(
                $"JPEG: the file is truncated or corrupt: its restart marker {index} is missing near byte {at}.");
        Position = at + 2;
        _buffer = 0;
        _count = 0;
        _padding = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Skip(int bits)
    {
        _buffer <<= bits;
        _count -= bits;
    }

    private void Fill()
    {
        if (Position + 8 <= _bytes.Length)
        {
            ulong next = BinaryPrimitives.ReadUInt64BigEndian(_bytes[Position..]);
            // A byte of 0xFF is a zero byte of ~next; a zero byte is what borrows from its own high bit
            if (((~next - 0x0101010101010101) & next & 0x8080808080808080) == 0)
            {
                // Bits of a byte that fits only in part are written now and, the same, again next time
                _buffer |= next >> _count;
                int whole = (63 - _count) >> 3;
                Position += whole;
                _count += 8 * whole;
                return;
            }
        }
        FillBytewise();
    }

    private void FillBytewise()
    {
        while (_count <= 56)
        {
            int value = NextByte();
            if (value < 0)
            {
                _padding += 8;
                value = 0;
            }
            _buffer |= (ulong)value << (56 - _count);
            _count += 8;
        }
    }

    /// <summary>The next byte, or -1 at a marker or the end.</summary>
    private int NextByte()
    {
        if (Position >= _bytes.Length)
            return -1;
        int value = _bytes[Position];
        if (value == 0xFF)
        {
            // Section B.1.1.2: a marker may be preceded by any number of fill bytes 0xFF
            int after = Position + 1;
            while (after < _bytes.Length && _bytes[after] == 0xFF)
                after++;
            if (after >= _bytes.Length || _bytes[after] != 0)
                return -1;
            Position = after;
        }
        Position++;
        return value;
    }
}
