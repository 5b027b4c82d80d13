namespace Thaw.Images.Jpeg;

/// <summary>One colour component of a frame: its sampling, its tables, and its samples.</summary>
internal sealed class JpegComponent
{
    private byte[] _samples = [];
    private short[] _coefficients = [];

    /// <summary>Creates a component from its frame parameters (ITU T.81, section B.2.2).</summary>
    public JpegComponent(int id, int horizontal, int vertical, int quantizationIndex)
    {
        Id = id;
        Horizontal = horizontal;
        Vertical = vertical;
        QuantizationIndex = quantizationIndex;
    }

    /// <summary>C: the number by which scans name it.</summary>
    public int Id { get; }

    /// <summary>H: blocks across in an MCU, 1 to 4.</summary>
    public int Horizontal { get; }

    /// <summary>V: blocks down in an MCU, 1 to 4.</summary>
    public int Vertical { get; }

    /// <summary>Tq: which quantization table is its own, 0 to 3.</summary>
    public int QuantizationIndex { get; }

    /// <summary>Blocks that hold pixels, across.</summary>
    public int BlocksWide { get; private set; }

    /// <summary>Blocks that hold pixels, down.</summary>
    public int BlocksHigh { get; private set; }

    /// <summary>Blocks across with those that only fill up the last MCU.</summary>
    public int StoredBlocksWide { get; private set; }

    /// <summary>Blocks down with those that only fill up the last MCU.</summary>
    public int StoredBlocksHigh { get; private set; }

    /// <summary>Samples across a decoded block: 8, or 4, 2 or 1 when scaled down.</summary>
    public int BlockWidth { get; private set; }

    /// <summary>Samples down a decoded block, likewise.</summary>
    public int BlockHeight { get; private set; }

    /// <summary>Samples in a row that hold pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Rows that hold pixels.</summary>
    public int Height { get; private set; }

    /// <summary>Bytes from a row of samples to the next.</summary>
    public int Stride => StoredBlocksWide * BlockWidth;


    /// <summary>The quantization table as it stood at the component's first scan, in natural order; null before.</summary>
    public ushort[]? Quantization { get; set; }

    /// <summary>The DC table of the current scan.</summary>
    public HuffmanTable? DcTable { get; set; }

    /// <summary>The AC table of the current scan.</summary>
    public HuffmanTable? AcTable { get; set; }

    /// <summary>PRED: the last DC value (section F.2.1.3.1).</summary>
    public int Predictor { get; set; }

    /// <summary>Works out the sides (section A.1.1) for a frame.</summary>
    /// <param name="frame">The frame that it belongs to.</param>
    /// <param name="scale">By which the picture is to be scaled down: 1, 2, 4 or 8.</param>
    public void Measure(JpegFrame frame, int scale)
    {
        StoredBlocksWide = frame.McusWide * Horizontal;
        StoredBlocksHigh = frame.McusHigh * Vertical;
        BlocksWide = Share(frame.Width, Horizontal, 8 * frame.MaxHorizontal);
        BlocksHigh = Share(frame.Height, Vertical, 8 * frame.MaxVertical);
        BlockWidth = BlockSide(frame.MaxHorizontal, Horizontal, scale);
        BlockHeight = BlockSide(frame.MaxVertical, Vertical, scale);
        Width = Share(frame.Width, Horizontal * BlockWidth, 8 * frame.MaxHorizontal);
        Height = Share(frame.Height, Vertical * BlockHeight, 8 * frame.MaxVertical);
    }

    /// <summary>Borrows the memory for samples, all 0, and for coefficients where they have to be kept; <see cref="Release"/> gives it back.</summary>
    public void Allocate(bool keepCoefficients)
    {
        int blocks = StoredBlocksWide * StoredBlocksHigh;
        _samples = BorrowedArray.Take<byte>(blocks * BlockWidth * BlockHeight);
        if (keepCoefficients)
            _coefficients = BorrowedArray.Take<short>(blocks * 64);
    }

    /// <summary>Gives the coefficients' memory back once the samples are made.</summary>
    public void ReleaseCoefficients() => BorrowedArray.GiveBack(ref _coefficients);

    /// <summary>Gives all memory back. Nothing of it may be used any more.</summary>
    public void Release()
    {
        ReleaseCoefficients();
        BorrowedArray.GiveBack(ref _samples);
    }

    /// <summary>The 64 coefficients of a block that are kept, in natural order, not yet dequantized; there are none where blocks are decoded at once.</summary>
    public Span<short> CoefficientsOf(int row, int column) => _coefficients.AsSpan(64 * (row * StoredBlocksWide + column), 64);

    /// <summary>Where a block's samples go: its first row, and what follows.</summary>
    public Span<byte> SamplesOf(int row, int column) => _samples.AsSpan(row * BlockHeight * Stride + column * BlockWidth);

    /// <summary>The samples of a row; rows beyond the first and last repeat those.</summary>
    public ReadOnlySpan<byte> Row(int y) => _samples.AsSpan(Math.Clamp(y, 0, Height - 1) * Stride, Width);

    /// <summary>A component with fewer samples than others need not be scaled down as far as they are.</summary>
    private static int BlockSide(int most, int own, int scale)
    {
        int side = 8 / scale;
        int full = most * side;
        while (side < 8 && full % (own * side * 2) == 0)
            side *= 2;
        return side;
    }

    private static int Share(int side, int part, int whole) => (int)(((long)side * part + whole - 1) / whole);
}
