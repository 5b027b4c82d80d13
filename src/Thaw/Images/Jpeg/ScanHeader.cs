namespace Thaw.Images.Jpeg;

/// <summary>The scan header (ITU T.81, section B.2.3).</summary>
/// <param name="Components">The components whose data follow, in this order.</param>
/// <param name="First">Ss: the first coefficient in zigzag order.</param>
/// <param name="Last">Se: the last one, inclusive.</param>
/// <param name="High">Ah: the bit down to which earlier scans have given the coefficients; 0 for the first scan.</param>
/// <param name="Low">Al: the lowest bit that this scan gives.</param>
internal sealed record ScanHeader(JpegComponent[] Components, int First, int Last, int High, int Low)
{
    /// <summary>Parses the segment, and gives each component the tables that the scan names.</summary>
    public static ScanHeader Parse(ReadOnlySpan<byte> data, JpegFrame frame, JpegTables tables)
    {
        if (data.Length < 4 || data.Length != 4 + 2 * data[0] || data[0] is < 1 or > 4)
            throw new ImageFormatException("JPEG: the file is corrupt: a scan header's length does not fit its components.");
        var components = new JpegComponent[data[0]];
        int blocks = 0;
        for (int i = 0; i < components.Length; i++)
        {
            int id = data[1 + 2 * i];
            JpegComponent? component = Array.Find(frame.Components, candidate => candidate.Id == id);
            if (component is null || Array.IndexOf(components, component) >= 0)
                throw new ImageFormatException(
                    $"JPEG: the file is corrupt: a scan names component {id}, which the frame lacks or the scan has already.");
            int dc = data[2 + 2 * i] >> 4;
            int ac = data[2 + 2 * i] & 15;
            if (dc > 3 || ac > 3)
                throw new ImageFormatException($"JPEG: the file is corrupt: expected Huffman tables from 0 to 3, got {dc} and {ac}.");
            component.DcTable = tables.Dc[dc];
            component.AcTable = tables.Ac[ac];
            component.Predictor = 0;
            component.Quantization ??= tables.Quantization[component.QuantizationIndex]
                ?? throw new ImageFormatException(
                    $"JPEG: the file is corrupt: its quantization table {component.QuantizationIndex} is missing.");
            components[i] = component;
            blocks += component.Horizontal * component.Vertical;
        }
        if (components.Length > 1 && blocks > 10)
            throw new ImageFormatException($"JPEG: the file is corrupt: expected at most 10 blocks in an MCU, got {blocks}.");
        ReadOnlySpan<byte> rest = data[(1 + 2 * components.Length)..];
        return new ScanHeader(components, rest[0], rest[1], rest[2] >> 4, rest[2] & 15);
    }

    /// <summary>The exception for a scan that names a Huffman table that never came.</summary>
    public static ImageFormatException MissingTable() =>
        new("JPEG: the file is corrupt: a scan names a Huffman table that is missing.");
}
