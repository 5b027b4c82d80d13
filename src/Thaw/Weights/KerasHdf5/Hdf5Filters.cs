using System.IO.Compression;

namespace Thaw.Weights.KerasHdf5;

/// <summary>What was done to a dataset's chunks when they were written, undone in reverse: deflate, the shuffle of bytes, and a checksum (specification, section IV.A.2.l).</summary>
internal sealed class Hdf5Filters
{
    private const int Deflate = 1, Shuffle = 2, Fletcher32 = 3;

    private const int MostFilters = 32, ChecksumBytes = 4;

    private readonly List<(int Id, string Name)> _filters = [];

    private Hdf5Filters()
    {
    }

    /// <summary>Nothing was done.</summary>
    public static Hdf5Filters None { get; } = new();

    /// <summary>Reads the filters' message.</summary>
    public static Hdf5Filters Read(Hdf5Cursor at, string dataset)
    {
        var filters = new Hdf5Filters();
        int version = at.Version(1, 2), count = at.Byte();
        if (count > MostFilters)
            throw new WeightsFormatException($"The HDF5 file is damaged: '{dataset}' has {count} filters.");
        if (version == 1)
            at.Skip(6);
        for (int i = 0; i < count; i++)
        {
            int id = at.Short(), nameLength = version == 1 || id >= 256 ? at.Short() : 0;
            at.Skip(2);
            int numbers = at.Short();
            string name = System.Text.Encoding.Latin1.GetString(at.Take(version == 1 ? (nameLength + 7) / 8 * 8 : nameLength)).TrimEnd('\0');
            at.Skip(4L * (version == 1 ? numbers + numbers % 2 : numbers));
            if (id is not (Deflate or Shuffle or Fletcher32))
                throw new WeightsFormatException($"'{dataset}': expected chunks compressed with gzip, got filter {id}{(name.Length > 0 ? $" ({name})" : "")}; save it with gzip or uncompressed.");
            filters._filters.Add((id, name));
        }
        return filters;
    }

    /// <summary>Undoes the filters.</summary>
    /// <param name="stored">The chunk as it is in the file.</param>
    /// <param name="length">Bytes that must come of it.</param>
    /// <param name="skipped">A bit for each filter that was left out for this chunk.</param>
    /// <param name="size">Bytes of a value.</param>
    /// <param name="dataset">Whose it is, for messages.</param>
    public ReadOnlySpan<byte> Undo(ReadOnlySpan<byte> stored, int length, uint skipped, int size, string dataset)
    {
        ReadOnlySpan<byte> bytes = stored;
        for (int i = _filters.Count - 1; i >= 0; i--)
        {
            if ((skipped >> i & 1) != 0)
                continue;
            bytes = _filters[i].Id switch
            {
                Deflate => Inflate(bytes, length + ChecksumBytes, dataset),
                Shuffle => Unshuffle(bytes, size),
                _ => Unchecked(bytes, dataset),
            };
        }
        return bytes.Length == length ? bytes
            : throw new WeightsFormatException($"The HDF5 file is damaged: a chunk of '{dataset}' has {bytes.Length} bytes instead of {length}.");
    }

    private static byte[] Inflate(ReadOnlySpan<byte> stored, int most, string dataset)
    {
        byte[] bytes = new byte[most];
        int length;
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(stored.ToArray()), CompressionMode.Decompress);
            length = zlib.ReadAtLeast(bytes, most, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new WeightsFormatException($"The HDF5 file is damaged: a chunk of '{dataset}' can't be decompressed.", e);
        }
        return bytes[..length];
    }

    // The first bytes of all values, then the second ones, ...; what is left over stays
    private static byte[] Unshuffle(ReadOnlySpan<byte> bytes, int size)
    {
        byte[] values = bytes.ToArray();
        int count = bytes.Length / size;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < size; j++)
                values[i * size + j] = bytes[j * count + i];
        }
        return values;
    }

    private static ReadOnlySpan<byte> Unchecked(ReadOnlySpan<byte> bytes, string dataset)
    {
        if (bytes.Length < ChecksumBytes)
            throw new WeightsFormatException($"The HDF5 file is damaged: a chunk of '{dataset}' lacks its checksum.");
        ReadOnlySpan<byte> content = bytes[..^ChecksumBytes];
        uint expected = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes[^ChecksumBytes..]);
        uint came = Fletcher(content);
        return came == expected ? content
            : throw new WeightsFormatException($"The HDF5 file is damaged: a chunk of '{dataset}' does not match its checksum.");
    }

    // Fletcher's checksum over words of two bytes, the first byte the higher
    private static uint Fletcher(ReadOnlySpan<byte> bytes)
    {
        uint first = 0, second = 0;
        for (int i = 0; i + 1 < bytes.Length; i += 2)
        {
            first = (first + (uint)(bytes[i] << 8 | bytes[i + 1])) % 65535;
            second = (second + first) % 65535;
        }
        if (bytes.Length % 2 != 0)
        {
            first = (first + (uint)(bytes[^1] << 8)) % 65535;
            second = (second + first) % 65535;
        }
        return second << 16 | first;
    }
}
