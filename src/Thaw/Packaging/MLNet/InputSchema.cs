using System.Buffers.Binary;
using System.Text;

namespace Thaw.Packaging.MLNet;

/// <summary>
/// The entry <c>Schema</c>: which columns the rows must have that go into the pipeline. It is a file of ML.NET's binary format for tables with
/// columns and without rows.
/// </summary>
internal static class InputSchema
{
    private const int HeaderBytes = 256;

    /// <summary>The version of the format, and the oldest whose readers understand it.</summary>
    private const ulong Version = 0x0001000100010006;

    /// <summary>The whole entry for columns of text.</summary>
    public static byte[] OfTexts(params string[] columns)
    {
        using var table = new MemoryStream();
        using var writer = new BinaryWriter(table, Encoding.UTF8);
        foreach (string column in columns)
        {
            writer.Write(column);
            writer.Write("TextSpan"); // codec
            writer.Write7BitEncodedInt(0); // bytes of parameters
            writer.Write((byte)1); // compression
            writer.Write7BitEncodedInt(1); // rows a block
            writer.Write((long)HeaderBytes); // where the blocks are: without rows, nowhere
            writer.Write(0L); // no annotations
        }
        writer.Flush();
        byte[] header = new byte[HeaderBytes];
        "CML\0DVB\0"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(16), Version);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), HeaderBytes); // table
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), HeaderBytes + table.Length); // tail
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(40), 0); // rows
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(48), columns.Length);
        return [.. header, .. table.ToArray(), .. "\0BVD\0LMC"u8];
    }
}
