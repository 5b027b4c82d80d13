namespace Thaw.Reports.TensorBoard;

/// <summary>The checksum of TFRecord files: CRC-32C (Castagnoli, RFC 3720 appendix B.4), rotated and shifted so that a checksum of checksums stays a good one.</summary>
internal static class RecordChecksum
{
    private const uint Polynomial = 0x82F63B78, Mask = 0xA282EAD8;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Remainder((uint)i))];

    /// <summary>CRC-32C.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    /// <summary>The masked checksum that stands in a record.</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes) => uint.RotateRight(Crc(bytes), 15) + Mask;

    private static uint Remainder(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? Polynomial ^ (value >> 1) : value >> 1;
        return value;
    }
}
