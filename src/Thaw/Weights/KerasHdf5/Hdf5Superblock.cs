namespace Thaw.Weights.KerasHdf5;

/// <summary>The start of an HDF5 file: how numbers are written, and where the root group is (HDF5 File Format Specification 3.0, section II.A).</summary>
internal static class Hdf5Superblock
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads it and prepares the file for it.</summary>
    /// <returns>The address of the root group's object header.</returns>
    public static long ReadRoot(Hdf5Bytes file)
    {
        Hdf5Cursor at = file.At(Find(file), "the superblock");
        at.Skip(Signature.Length);
        int version = at.Version(0, 3);
        if (version >= 2)
        {
            SetSizes(file, at.Byte(), at.Byte());
            at.Skip(1);
            file.Base = at.Address();
            at.Skip(2 * file.AddressSize);
            return at.Address();
        }
        at.Skip(4);
        SetSizes(file, at.Byte(), at.Byte());
        at.Skip(version == 0 ? 9 : 13);
        file.Base = at.Address();
        at.Skip(3 * file.AddressSize);
        at.Skip(file.AddressSize); // the root's name
        return at.Address();
    }

    // At the file's start, or behind a user block of 512, 1,024, 2,048, ... bytes
    private static long Find(Hdf5Bytes file)
    {
        for (long at = 0; at + Signature.Length <= file.Length; at = at == 0 ? 512 : 2 * at)
        {
            if (file.Slice(at, Signature.Length, "the superblock").SequenceEqual(Signature))
                return at;
        }
        throw new WeightsFormatException("This is no HDF5 file: its signature is missing.");
    }

    private static void SetSizes(Hdf5Bytes file, int address, int length)
    {
        if (address is not (2 or 4 or 8) || length is not (2 or 4 or 8))
            throw new WeightsFormatException($"Expected HDF5 addresses and lengths of 2, 4 or 8 bytes, got {address} and {length}.");
        file.AddressSize = address;
        file.LengthSize = length;
    }
}
