namespace Thaw.Images.Jpeg;

/// <summary>Decodes the blocks of a progressive scan into their coefficients (ITU T.81, section G.2).</summary>
internal struct ProgressiveCoder : IBlockCoder
{
    private readonly ScanHeader _scan;

    /// <summary>EOBRUN: how many more blocks have no new coefficient in the scan's band.</summary>
    private int _blocksToEnd;

    /// <summary>Prepares a scan.</summary>
    public ProgressiveCoder(ScanHeader scan)
    {
        _scan = scan;
        foreach (JpegComponent component in scan.Components)
        {
            HuffmanTable? needed = scan.First > 0 ? component.AcTable : component.DcTable;
            // A refinement of DC consists of bare bits
            if (needed is null && (scan.First > 0 || scan.High == 0))
                throw ScanHeader.MissingTable();
        }
    }

    /// <inheritdoc/>
    public void Restart() => _blocksToEnd = 0;

    /// <inheritdoc/>
    public void Decode(ref BitReader reader, JpegComponent component, int row, int column)
    {
        Span<short> block = component.CoefficientsOf(row, column);
        if (_scan.First == 0)
            DecodeDc(ref reader, component, ref block[0]);
        else if (_scan.High != 0)
            RefineAc(ref reader, component.AcTable!, block);
        else if (_blocksToEnd > 0)
            _blocksToEnd--;
        else
            DecodeAc(ref reader, component.AcTable!, block);
    }

    /// <summary>Sections G.1.2.1 and G.2.1.</summary>
    private readonly void DecodeDc(ref BitReader reader, JpegComponent component, ref short coefficient)
    {
        reader.Ensure32();
        if (_scan.High != 0)
        {
            coefficient |= (short)(reader.Take(1) << _scan.Low);
            return;
        }
        int size = reader.Symbol(component.DcTable!);
        if (size != 0)
            component.Predictor += reader.TakeSigned(size);
        coefficient = (short)(component.Predictor << _scan.Low);
    }

    /// <summary>The first scan of a band (section G.1.2.2).</summary>
    private void DecodeAc(ref BitReader reader, HuffmanTable table, Span<short> block)
    {
        for (int k = _scan.First; k <= _scan.Last; k++)
        {
            reader.Ensure32();
            int symbol = reader.Symbol(table);
            int run = symbol >> 4;
            int bits = symbol & 15;
            if (bits == 0)
            {
                if (run < 15)
                {
                    // This block is the first of the run
                    _blocksToEnd = RunLength(ref reader, run) - 1;
                    return;
                }
                k += 15;
                continue;
            }
            k += run;
            if (k > _scan.Last)
                throw OutOfBand();
            block[ZigZag.ToNatural[k]] = (short)(reader.TakeSigned(bits) << _scan.Low);
        }
    }

    /// <summary>
    /// A further bit of a band (section G.1.2.3): for coefficients that are not zero yet, and for those that now cease to be.
    /// </summary>
    private void RefineAc(ref BitReader reader, HuffmanTable table, Span<short> block)
    {
        int k = _scan.First;
        if (_blocksToEnd == 0)
        {
            for (; k <= _scan.Last; k++)
            {
                reader.Ensure32();
                int symbol = reader.Symbol(table);
                int run = symbol >> 4;
                int value = 0;
                if ((symbol & 15) > 1)
                    throw new ImageFormatException("JPEG: the file is corrupt: a refining scan gives a coefficient more than one bit.");
                if ((symbol & 15) == 1)
                {
                    value = reader.Take(1) == 1 ? 1 << _scan.Low : -1 << _scan.Low;
                }
                else if (run < 15)
                {
                    _blocksToEnd = RunLength(ref reader, run);
                    break;
                }
                k = PassZeros(ref reader, block, k, run);
                if (value == 0)
                    continue;
                if (k > _scan.Last)
                    throw OutOfBand();
                block[ZigZag.ToNatural[k]] = (short)value;
            }
        }
        if (_blocksToEnd > 0)
        {
            PassZeros(ref reader, block, k, int.MaxValue);
            _blocksToEnd--;
        }
    }

    /// <summary>Goes over this many zeros to the next one, refining what is not zero on the way.</summary>
    /// <returns>Where the zero after them stands, or behind the band.</returns>
    private readonly int PassZeros(ref BitReader reader, Span<short> block, int k, int zeros)
    {
        short bit = (short)(1 << _scan.Low);
        for (; k <= _scan.Last; k++)
        {
            ref short coefficient = ref block[ZigZag.ToNatural[k]];
            if (coefficient == 0)
            {
                if (zeros-- == 0)
                    break;
                continue;
            }
            reader.Ensure32();
            // Coefficients grow away from zero
            if (reader.Take(1) == 1 && (coefficient & bit) == 0)
                coefficient += coefficient > 0 ? bit : (short)-bit;
        }
        return k;
    }

    /// <summary>EOBn: 2^n blocks and the number in the next n bits (table G.1).</summary>
    private static int RunLength(ref BitReader reader, int bits) => bits == 0 ? 1 : (1 << bits) + reader.Take(bits);

    private static ImageFormatException OutOfBand() =>
        new("JPEG: the file is corrupt: a scan gives a coefficient that lies outside its band.");
}
