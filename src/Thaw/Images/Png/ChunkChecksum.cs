namespace Thaw.Images.Png;

/// <summary>The CRC-32 of PNG chunks (W3C PNG, section 5.5): polynomial 0xEDB88320 reflected, start and end inverted.</summary>
internal static class ChunkChecksum
{
    /// <summary>
    /// Slicing by four: table <c>k</c> at <c>256 * k</c> holds the remainder of a byte that is followed by <c>k</c> zero bytes.
    /// </summary>
    private static readonly uint[] Tables = BuildTables();

    /// <summary>The checksum of the bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint[] tables = Tables;
        uint crc = 0xFFFFFFFF;
        while (bytes.Length >= 4)
        {
            crc ^= System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = tables[768 + (crc & 0xFF)] ^ tables[512 + ((crc >> 8) & 0xFF)] ^ tables[256 + ((crc >> 16) & 0xFF)] ^ tables[crc >> 24];
            bytes = bytes[4..];
        }
        foreach (byte value in bytes)
            crc = tables[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] BuildTables()
    {
        uint[] tables = new uint[4 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            tables[i] = crc;
        }
        for (int i = 256; i < tables.Length; i++)
            tables[i] = tables[tables[i - 256] & 0xFF] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
