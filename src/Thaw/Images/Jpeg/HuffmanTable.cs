namespace Thaw.Images.Jpeg;

/// <summary>A Huffman code as a table to look codes up in (ITU T.81, annex C and section F.2.2.3).</summary>
internal sealed class HuffmanTable
{
    /// <summary>Codes of up to this length are found by one look-up.</summary>
    public const int LookupBits = 9;

    private readonly ushort[] _lookup = new ushort[1 << LookupBits];

    /// <summary>For each length, the first code that is longer, left-aligned in 16 bits.</summary>
    private readonly int[] _limit = new int[18];

    /// <summary>For each length, what to add to a code to get the index of its symbol.</summary>
    private readonly int[] _offset = new int[17];

    private readonly byte[] _symbols;

    /// <summary>Builds the table.</summary>
    /// <param name="counts">BITS: how many codes there are of each length from 1 to 16; 16 bytes.</param>
    /// <param name="symbols">HUFFVAL: the symbols, by rising code; as many as the counts' sum.</param>
    public HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        int code = 0;
        int index = 0;
        for (int length = 1; length <= 16; length++)
        {
            int count = counts[length - 1];
            _offset[length] = index - code;
            // Figure C.2: codes of one length are consecutive
            if (code + count > 1 << length)
                throw new ImageFormatException(
                    $"JPEG: the file is corrupt: a Huffman table has more codes of {length} bits than there can be.");
            for (int i = 0; i < count; i++, code++, index++)
            {
                if (length <= LookupBits)
                    _lookup.AsSpan(code << (LookupBits - length), 1 << (LookupBits - length)).Fill((ushort)(length << 8 | symbols[index]));
            }
            _limit[length] = code << (16 - length);
            code <<= 1;
        }
        _limit[17] = int.MaxValue;
    }

    /// <summary>The entry for the next 9 bits: the code's length times 256 plus the symbol; 0 where the code is longer, or none.</summary>
    public int this[int nextBits] => _lookup[nextBits];

    /// <summary>As the indexer, for any code, from the next 16 bits.</summary>
    public int FindLong(int next16)
    {
        int length = 1;
        while (next16 >= _limit[length])
            length++;
        if (length > 16)
            throw new ImageFormatException("JPEG: the file is corrupt: its data holds a Huffman code that its tables do not have.");
        return length << 8 | _symbols[(next16 >> (16 - length)) + _offset[length]];
    }
}
