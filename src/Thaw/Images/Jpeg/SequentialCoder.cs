namespace Thaw.Images.Jpeg;

/// <summary>Decodes the blocks of a sequential scan (ITU T.81, section F.2.2) straight to samples.</summary>
internal readonly struct SequentialCoder : IBlockCoder
{
    private readonly short[] _block = new short[64];
    private readonly int[] _workspace = new int[64];

    /// <summary>Prepares a scan.</summary>
    public SequentialCoder(ScanHeader scan)
    {
        // Baseline writers differ in what they put into Ss to Al; there is only one meaning that it can have
        foreach (JpegComponent component in scan.Components)
        {
            if (component.DcTable is null || component.AcTable is null)
                throw ScanHeader.MissingTable();
        }
    }

    /// <inheritdoc/>
    public void Restart()
    {
    }

    /// <inheritdoc/>
    public void Decode(ref BitReader reader, JpegComponent component, int row, int column)
    {
        Span<short> coefficients = _block;
        int last = ReadCoefficients(ref reader, component, coefficients);
        InverseDct.Transform(coefficients, last, component, row, column, _workspace);
        if (last > 0)
            coefficients.Clear();
    }

    /// <summary>Fills a block of zeros; returns the zigzag index of the last coefficient that was given.</summary>
    private static int ReadCoefficients(ref BitReader reader, JpegComponent component, Span<short> coefficients)
    {
        ReadOnlySpan<byte> natural = ZigZag.ToNatural;
        reader.Ensure32();
        int size = reader.Symbol(component.DcTable!);
        if (size != 0)
            component.Predictor += reader.TakeSigned(size);
        coefficients[0] = (short)component.Predictor;
        HuffmanTable table = component.AcTable!;
        int last = 0;
        for (int k = 1; k < 64; k++)
        {
            reader.Ensure32();
            int symbol = reader.Symbol(table);
            int bits = symbol & 15;
            if (bits == 0)
            {
                // 0xF0 is a run of 16 zeros; 0x00 is the end of the block
                if (symbol != 0xF0)
                    break;
                k += 15;
                continue;
            }
            k += symbol >> 4;
            if (k > 63)
                throw new ImageFormatException("JPEG: the file is corrupt: a block has more than 64 coefficients.");
            coefficients[natural[k]] = (short)reader.TakeSigned(bits);
            last = k;
        }
        return last;
    }
}
