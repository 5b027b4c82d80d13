namespace Thaw.Images.Jpeg;

/// <summary>Decodes JPEG files (ITU T.81): baseline, extended sequential and progressive Huffman coding, 8 bits a sample.</summary>
internal static class JpegDecoder
{
    /// <summary>Reads the sides as displayed.</summary>
    public static ImageHeader ReadHeader(ReadOnlySpan<byte> bytes, DecoderOptions options)
    {
        var parser = new JpegParser(bytes, options);
        JpegFrame frame = parser.Frame;
        return ExifOrientation.SwapsSides(parser.Metadata.Orientation)
            ? new ImageHeader(ImageFormat.Jpeg, frame.Height, frame.Width)
            : new ImageHeader(ImageFormat.Jpeg, frame.Width, frame.Height);
    }

    /// <summary>Decodes the pixels.</summary>
    public static Raster Decode(ReadOnlySpan<byte> bytes, DecoderOptions options)
    {
        var parser = new JpegParser(bytes, options);
        JpegFrame frame = parser.Frame;
        // What comes behind the first scan has no say in how the picture is shown
        int orientation = parser.Metadata.Orientation;
        JpegColor color = parser.Metadata.ColorOf(frame);
        int scale = ExifOrientation.SwapsSides(orientation)
            ? options.ScaleFor(frame.Height, frame.Width)
            : options.ScaleFor(frame.Width, frame.Height);
        Prepare(frame, scale, parser.Remaining);
        try
        {
            if (frame.IsProgressive)
                DecodeProgressive(ref parser);
            else
                DecodeSequential(ref parser);
            return ExifOrientation.Apply(Render(frame, color, scale, options.Borrows), orientation);
        }
        finally
        {
            foreach (JpegComponent component in frame.Components)
                component.Release();
        }
    }

    /// <summary>
    /// Takes the memory for all samples, unless there is too little data for the blocks: a block has at least one bit of DC,
    /// and in sequential files one that ends its AC.
    /// </summary>
    private static void Prepare(JpegFrame frame, int scale, int dataLength)
    {
        long blocks = 0;
        foreach (JpegComponent component in frame.Components)
        {
            component.Measure(frame, scale);
            blocks += (long)component.BlocksWide * component.BlocksHigh;
        }
        long bits = frame.IsProgressive ? blocks : 2 * blocks;
        if (bits / 8 > dataLength)
            throw new ImageFormatException(
                $"JPEG: the file is truncated: {dataLength} bytes of data do not make {frame.Width}x{frame.Height} pixels.");
        foreach (JpegComponent component in frame.Components)
            component.Allocate(keepCoefficients: frame.IsProgressive);
    }

    private static void DecodeSequential(ref JpegParser parser)
    {
        var missing = new HashSet<JpegComponent>(parser.Frame.Components);
        while (true)
        {
            ScanHeader scan = parser.ReadScanHeader();
            foreach (JpegComponent component in scan.Components)
            {
                if (!missing.Remove(component))
                    throw new ImageFormatException($"JPEG: the file is corrupt: component {component.Id} comes in two scans.");
            }
            parser.ReadScan(scan, new SequentialCoder(scan));
            if (missing.Count == 0)
                return;
            if (!parser.ReadUpToScan())
                throw new ImageFormatException($"JPEG: the file is truncated: {missing.Count} of its components have no scan.");
        }
    }

    /// <summary>
    /// A file may end after any scan once all components have their DC; it may lack its EOI marker only if nothing more could
    /// come, since else it is likely to be cut off.
    /// </summary>
    private static void DecodeProgressive(ref JpegParser parser)
    {
        var progression = new Progression(parser.Frame);
        do
        {
            ScanHeader scan = parser.ReadScanHeader();
            progression.Take(scan);
            parser.ReadScan(scan, new ProgressiveCoder(scan));
        }
        while (parser.ReadUpToScan());
        if (!progression.HasPicture || (parser.IsAtEnd && !progression.IsComplete))
            throw new ImageFormatException("JPEG: the file is truncated: some of its progressive scans are missing.");
        int[] workspace = new int[64];
        foreach (JpegComponent component in parser.Frame.Components)
            Transform(component, workspace);
    }

    private static void Transform(JpegComponent component, Span<int> workspace)
    {
        for (int row = 0; row < component.BlocksHigh; row++)
        {
            for (int column = 0; column < component.BlocksWide; column++)
            {
                ReadOnlySpan<short> block = component.CoefficientsOf(row, column);
                int last = block[1..].ContainsAnyExcept((short)0) ? 63 : 0;
                InverseDct.Transform(block, last, component, row, column, workspace);
            }
        }
        component.ReleaseCoefficients();
    }

    private static Raster Render(JpegFrame frame, JpegColor color, int scale, bool borrowed)
    {
        int width = (frame.Width + scale - 1) / scale;
        int height = (frame.Height + scale - 1) / scale;
        var raster = new Raster(width, height, borrowed);
        Span<byte> pixels = raster.Pixels;
        Upsampler[] upsamplers = Array.ConvertAll(frame.Components, component => new Upsampler(component, frame, scale, width));
        for (int y = 0; y < height; y++)
        {
            ColorConverter.Convert(
                color,
                upsamplers[0].Row(y),
                upsamplers.Length > 2 ? upsamplers[1].Row(y) : default,
                upsamplers.Length > 2 ? upsamplers[2].Row(y) : default,
                upsamplers.Length > 3 ? upsamplers[3].Row(y) : default,
                pixels.Slice(3 * width * y, 3 * width));
        }
        return raster;
    }
}
