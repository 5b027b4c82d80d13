using System.Numerics;

namespace Thaw.Images.Bmp;

/// <summary>Takes one colour out of a pixel by its mask, and scales it to 8 bits.</summary>
internal readonly struct MaskedChannel
{
    private readonly uint _mask;
    private readonly int _shift;
    private readonly byte[] _scaled;

    /// <summary>Prepares a mask whose bits are adjacent; a mask of 0 gives 0.</summary>
    public MaskedChannel(uint mask)
    {
        int bits = BitOperations.PopCount(mask);
        _mask = mask;
        // Bits beyond the eighth are dropped
        int dropped = Math.Max(0, bits - 8);
        _shift = mask == 0 ? 0 : BitOperations.TrailingZeroCount(mask) + dropped;
        int largest = (1 << Math.Min(bits, 8)) - 1;
        _scaled = new byte[largest + 1];
        for (int value = 1; value <= largest; value++)
            _scaled[value] = Widen(value, Math.Min(bits, 8));
    }

    /// <summary>
    /// The colour, 0 to 255; fewer than 8 bits are widened by repeating them, as most readers do: 5 bits abcde become abcdeabc.
    /// </summary>
    public byte Of(uint pixel) => _scaled[(pixel & _mask) >> _shift];

    private static byte Widen(int value, int bits)
    {
        int wide = 0;
        for (int shift = 8 - bits; shift > -bits; shift -= bits)
            wide |= shift >= 0 ? value << shift : value >> -shift;
        return (byte)wide;
    }
}
