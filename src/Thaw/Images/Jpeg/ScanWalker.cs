namespace Thaw.Images.Jpeg;

/// <summary>Decodes single blocks of a scan.</summary>
internal interface IBlockCoder
{
    /// <summary>Decodes one block.</summary>
    /// <param name="reader">Where its bits come from.</param>
    /// <param name="component">The component it belongs to.</param>
    /// <param name="row">The block's row in the component.</param>
    /// <param name="column">The block's column in the component.</param>
    void Decode(ref BitReader reader, JpegComponent component, int row, int column);

    /// <summary>Forgets what was carried from block to block, except the predictors.</summary>
    void Restart();
}

/// <summary>Goes over a scan's blocks in the order of their data (ITU T.81, sections A.2.2, A.2.3 and E.2.3).</summary>
internal static class ScanWalker
{
    /// <summary>Decodes a scan's data.</summary>
    /// <returns>A position at or before the marker that ends the data, behind all that was used.</returns>
    public static int Walk<TCoder>(
        ReadOnlySpan<byte> bytes, int position, JpegFrame frame, ScanHeader scan, int restartInterval, TCoder coder)
        where TCoder : struct, IBlockCoder
    {
        var reader = new BitReader(bytes, position);
        JpegComponent[] components = scan.Components;
        // A scan of one component has its blocks in plain rows, without those that only fill up an MCU
        bool interleaved = components.Length > 1;
        int wide = interleaved ? frame.McusWide : components[0].BlocksWide;
        int high = interleaved ? frame.McusHigh : components[0].BlocksHigh;
        int untilRestart = restartInterval;
        int restarts = 0;
        for (int row = 0; row < high; row++)
        {
            for (int column = 0; column < wide; column++)
            {
                if (restartInterval > 0 && untilRestart-- == 0)
                {
                    Check(reader);
                    reader.PassRestart(restarts++ & 7);
                    foreach (JpegComponent component in components)
                        component.Predictor = 0;
                    coder.Restart();
                    untilRestart = restartInterval - 1;
                }
                if (interleaved)
                    DecodeMcu(ref reader, components, row, column, ref coder);
                else
                    coder.Decode(ref reader, components[0], row, column);
            }
            Check(reader);
        }
        return reader.Position;
    }

    private static void DecodeMcu<TCoder>(ref BitReader reader, JpegComponent[] components, int row, int column, ref TCoder coder)
        where TCoder : struct, IBlockCoder
    {
        foreach (JpegComponent component in components)
        {
            for (int y = 0; y < component.Vertical; y++)
            {
                for (int x = 0; x < component.Horizontal; x++)
                    coder.Decode(ref reader, component, row * component.Vertical + y, column * component.Horizontal + x);
            }
        }
    }

    private static void Check(in BitReader reader)
    {
        if (reader.IsExhausted)
            throw new ImageFormatException($"JPEG: the file is truncated or corrupt: its data ends early, at byte {reader.Position}.");
    }
}
