namespace Thaw.Images.Jpeg;

/// <summary>
/// Keeps the books on which bits of which coefficients have come, so that each comes once and in order (ITU T.81, section G.1.1.1).
/// This bounds the work that a hostile file can ask for.
/// </summary>
internal sealed class Progression
{
    /// <summary>
    /// The most scans that are taken. Writers use about 10; even the 63 AC coefficients of three components, each in a scan of
    /// its own, would be fewer.
    /// </summary>
    public const int MaxScans = 256;

    private const sbyte Unseen = -1;

    private readonly Dictionary<JpegComponent, sbyte[]> _lowBits = [];
    private int _scans;

    /// <summary>Starts with no coefficient known.</summary>
    public Progression(JpegFrame frame)
    {
        foreach (JpegComponent component in frame.Components)
        {
            sbyte[] bits = new sbyte[64];
            Array.Fill(bits, Unseen);
            _lowBits[component] = bits;
        }
    }

    /// <summary>Whether each component's DC has come, without which there is no picture.</summary>
    public bool HasPicture => _lowBits.Values.All(bits => bits[0] != Unseen);

    /// <summary>Whether all bits of all coefficients have come.</summary>
    public bool IsComplete => _lowBits.Values.All(bits => Array.TrueForAll(bits, low => low == 0));

    /// <summary>Notes a scan, or throws if it is out of order.</summary>
    public void Take(ScanHeader scan)
    {
        if (++_scans > MaxScans)
            throw new ImageFormatException($"JPEG: the file has more than {MaxScans} progressive scans.");
        bool isDc = scan.First == 0;
        if (scan.Last > 63 || scan.First > scan.Last || (isDc && scan.Last != 0) || (!isDc && scan.Components.Length > 1) || scan.Low > 13)
            throw new ImageFormatException(
                $"JPEG: the file is corrupt: a progressive scan of {scan.Components.Length} components cannot give bit {scan.Low} of "
                + $"coefficients {scan.First} to {scan.Last}.");
        foreach (JpegComponent component in scan.Components)
        {
            sbyte[] bits = _lowBits[component];
            for (int k = scan.First; k <= scan.Last; k++)
            {
                bool inOrder = scan.High == 0 ? bits[k] == Unseen : bits[k] == scan.High && scan.Low == scan.High - 1;
                if (!inOrder)
                    throw new ImageFormatException(
                        $"JPEG: the file is corrupt: coefficient {k} of component {component.Id} comes twice or out of order.");
                bits[k] = (sbyte)scan.Low;
            }
        }
    }
}
