namespace Thaw.Images.Jpeg;

/// <summary>Reads a file's segments from scan to scan, and keeps what they say.</summary>
internal ref struct JpegParser
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly DecoderOptions _options;
    private readonly JpegTables _tables = new();
    private SegmentReader _reader;

    /// <summary>Reads up to the first scan.</summary>
    public JpegParser(ReadOnlySpan<byte> bytes, DecoderOptions options)
    {
        _bytes = bytes;
        _options = options;
        _reader = new SegmentReader(bytes);
        if (!ReadUpToScan())
            throw new ImageFormatException("JPEG: the file is truncated: it ends before its first scan.");
    }

    /// <summary>The frame header, which comes before the first scan.</summary>
    public JpegFrame Frame { get; private set; } = null!;

    /// <summary>What the application segments said so far.</summary>
    public JpegMetadata Metadata { get; } = new();

    /// <summary>How many bytes there are behind the last segment.</summary>
    public readonly int Remaining => _bytes.Length - _reader.Position;

    /// <summary>Whether the bytes ended before an EOI marker came.</summary>
    public readonly bool IsAtEnd => _reader.IsAtEnd;

    /// <summary>Parses the scan header that was reached.</summary>
    public readonly ScanHeader ReadScanHeader() => ScanHeader.Parse(_reader.Data, Frame, _tables);

    /// <summary>Decodes the data of the scan that was reached.</summary>
    public void ReadScan<TCoder>(ScanHeader scan, TCoder coder)
        where TCoder : struct, IBlockCoder =>
        _reader.Position = ScanWalker.Walk(_bytes, _reader.Position, Frame, scan, _tables.RestartInterval, coder);

    /// <summary>Goes on to the next scan header.</summary>
    /// <returns>False where the file ends first.</returns>
    public bool ReadUpToScan()
    {
        while (true)
        {
            byte marker = _reader.Next();
            switch (marker)
            {
                case Marker.Eoi:
                    return false;
                case Marker.Sos when Frame is null:
                    throw new ImageFormatException("JPEG: the file is corrupt: a scan comes before the frame header.");
                case Marker.Sos:
                    return true;
                case Marker.Dqt:
                    _tables.ReadQuantization(_reader.Data);
                    break;
                case Marker.Dht:
                    _tables.ReadHuffman(_reader.Data);
                    break;
                case Marker.Dri:
                    _tables.ReadRestartInterval(_reader.Data);
                    break;
                case var _ when Marker.IsFrame(marker):
                    if (Frame is not null)
                        throw new ImageFormatException("JPEG: the file is corrupt or hierarchical: it holds a second frame header.");
                    Frame = JpegFrame.Parse(marker, _reader.Data, _options);
                    break;
                default:
                    Metadata.Take(marker, _reader.Data);
                    break;
            }
        }
    }
}
