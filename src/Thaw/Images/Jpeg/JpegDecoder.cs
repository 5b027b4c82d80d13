namespace Thaw.Images.Jpeg;

/// <summary>Decodes JPEG files (ITU T.81): baseline, extended sequential and progressive Huffman coding, 8 bits a sample.</summary>
internal static class JpegDecoder
{
    /// <summary>Reads the sides as displayed.</summary>
    public static ImageHeader ReadHeader(ReadOnlySpan<byte> bytes, DecoderOptions options)
    {
        var reader = new SegmentReader(bytes);
        var tables = new JpegTables();
        var metadata = new JpegMetadata();
        JpegFrame frame = ReadUpToScan(ref reader, tables, metadata, null, options)
            ?? throw new ImageFormatException("JPEG: the file is truncated: it ends before its first scan.");
        return ExifOrientation.SwapsSides(metadata.Orientation)
            ? new ImageHeader(ImageFormat.Jpeg, frame.Height, frame.Width)
            : new ImageHeader(ImageFormat.Jpeg, frame.Width, frame.Height);
    }

    /// <summary>Decodes the pixels.</summary>
    public static Picture Decode(ReadOnlySpan<byte> bytes, DecoderOptions options)
    {
        var reader = new SegmentReader(bytes);
        var tables = new JpegTables();
        var metadata = new JpegMetadata();
        JpegFrame frame = ReadUpToScan(ref reader, tables, metadata, null, options)
            ?? throw new ImageFormatException("JPEG: the file is truncated: it ends before its first scan.");
        bool swaps = ExifOrientation.SwapsSides(metadata.Orientation);
        int scale = swaps ? options.ScaleFor(frame.Height, frame.Width) : options.ScaleFor(frame.Width, frame.Height);
        Prepare(frame, scale, bytes.Length - reader.Position);
        if (frame.IsProgressive)
            DecodeProgressive(bytes, ref reader, frame, tables, metadata, options);
        else
            DecodeSequential(bytes, ref reader, frame, tables, metadata, options);
        return ExifOrientation.Apply(Render(frame, metadata.ColorOf(frame), scale), metadata.Orientation);
    }

    /// <summary>Goes over segments up to the next scan header, which stays in the reader.</summary>
    /// <returns>The frame; null where the file ends before a scan.</returns>
    private static JpegFrame? ReadUpToScan(
        ref SegmentReader reader, JpegTables tables, JpegMetadata metadata, JpegFrame? frame, DecoderOptions options)
    {
        while (true)
        {
            byte marker = reader.Next();
            switch (marker)
            {
                case Marker.Eoi:
                    return null;
                case Marker.Sos:
                    return frame ?? throw new ImageFormatException("JPEG: the file is corrupt: a scan comes before the frame header.");
                case Marker.Dqt:
                    tables.ReadQuantization(reader.Data);
                    break;
                case Marker.Dht:
                    tables.ReadHuffman(reader.Data);
                    break;
                case Marker.Dri:
                    tables.ReadRestartInterval(reader.Data);
                    break;
                case var _ when Marker.IsFrame(marker):
                    if (frame is not null)
                        throw new ImageFormatException("JPEG: the file is corrupt or hierarchical: it holds a second frame header.");
                    frame = JpegFrame.Parse(marker, reader.Data, options);
                    break;
                default:
                    metadata.Take(marker, reader.Data);
                    break;
            }
        }
    }

    /// <summary>
    /// Takes the memory for all samples, unless there is too little data for the blocks: a block has at least one bit of DC, and in
    /// sequential files one that ends its AC.
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
            throw new ImageFormatException($"JPEG: the file is truncated: {dataLength} bytes of data do not make {frame.Width}x{frame.Height} pixels.");
        foreach (JpegComponent component in frame.Components)
            component.Allocate(keepCoefficients: frame.IsProgressive);
    }

    private static void DecodeSequential(
        ReadOnlySpan<byte> bytes, ref SegmentReader reader, JpegFrame frame, JpegTables tables, JpegMetadata metadata, DecoderOptions options)
    {
        var missing = new HashSet<JpegComponent>(frame.Components);
        while (true)
        {
            ScanHeader scan = ScanHeader.Parse(reader.Data, frame, tables);
            foreach (JpegComponent component in scan.Components)
            {
                if (!missing.Remove(component))
                    throw new ImageFormatException($"JPEG: the file is corrupt: component {component.Id} comes in two scans.");
            }
            reader.Position = ScanWalker.Walk(bytes, reader.Position, frame, scan, tables.RestartInterval, new SequentialCoder(scan));
            if (missing.Count == 0)
                return;
            if (ReadUpToScan(ref reader, tables, metadata, frame, options) is null)
                throw new ImageFormatException($"JPEG: the file is truncated: {missing.Count} of its components have no scan.");
        }
    }

    /// <summary>
    /// A file may end after any scan once all components have their DC; it may lack its EOI marker only if nothing more could come,
    /// since else it is likely to be cut off.
    /// </summary>
    private static void DecodeProgressive(
        ReadOnlySpan<byte> bytes, ref SegmentReader reader, JpegFrame frame, JpegTables tables, JpegMetadata metadata, DecoderOptions options)
    {
        var progression = new Progression(frame);
        do
        {
            ScanHeader scan = ScanHeader.Parse(reader.Data, frame, tables);
            progression.Take(scan);
            reader.Position = ScanWalker.Walk(bytes, reader.Position, frame, scan, tables.RestartInterval, new ProgressiveCoder(scan));
        }
        while (ReadUpToScan(ref reader, tables, metadata, frame, options) is not null);
        if (!progression.HasPicture || (reader.IsAtEnd && !progression.IsComplete))
            throw new ImageFormatException("JPEG: the file is truncated: some of its progressive scans are missing.");
        int[] workspace = new int[64];
        foreach (JpegComponent component in frame.Components)
            Transform(component, workspace);
    }

    private static void Transform(JpegComponent component, Span<int> workspace)
    {
        int width = component.BlockWidth;
        int height = component.BlockHeight;
        for (int row = 0; row < component.BlocksHigh; row++)
        {
            for (int column = 0; column < component.BlocksWide; column++)
            {
                ReadOnlySpan<short> block = component.Coefficients.AsSpan(64 * (row * component.StoredBlocksWide + column), 64);
                int last = block[1..].ContainsAnyExcept((short)0) ? 63 : 0;
                Span<byte> samples = component.Samples.AsSpan(row * height * component.Stride + column * width);
                InverseDct.Transform(block, component.Quantization, last, samples, component.Stride, width, height, workspace);
            }
        }
        component.DropCoefficients();
    }

    private static Picture Render(JpegFrame frame, JpegColor color, int scale)
    {
        int width = (frame.Width + scale - 1) / scale;
        int height = (frame.Height + scale - 1) / scale;
        byte[] pixels = new byte[3 * width * height];
        Upsampler[] upsamplers = Array.ConvertAll(frame.Components, component => new Upsampler(component, frame, scale, width));
        for (int y = 0; y < height; y++)
        {
            ColorConverter.Convert(
                color,
                upsamplers[0].Row(y),
                upsamplers.Length > 2 ? upsamplers[1].Row(y) : default,
                upsamplers.Length > 2 ? upsamplers[2].Row(y) : default,
                upsamplers.Length > 3 ? upsamplers[3].Row(y) : default,
                pixels.AsSpan(3 * width * y, 3 * width));
        }
        return new Picture(width, height, pixels);
    }
}
