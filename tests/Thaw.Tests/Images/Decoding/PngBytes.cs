using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Thaw.Images.Png;

namespace Thaw.Tests.Images.Decoding;

/// <summary>Takes PNG files apart and puts them together, with right checksums.</summary>
internal static class PngBytes
{
    /// <summary>A file of these chunks.</summary>
    public static byte[] File(params (string Type, byte[] Data)[] chunks)
    {
        var bytes = new List<byte>([.. PngDecoder.Signature]);
        foreach ((string type, byte[] data) in chunks)
        {
            byte[] chunk = new byte[data.Length + 12];
            BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
            Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
            data.CopyTo(chunk, 8);
            BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), ChunkChecksum.Of(chunk.AsSpan(4, data.Length + 4)));
            bytes.AddRange(chunk);
        }
        return [.. bytes];
    }

    /// <summary>The chunks of a whole file.</summary>
    public static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        var chunks = new List<(string Type, byte[] Data)>();
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }
        return chunks;
    }

    /// <summary>The IHDR chunk's data.</summary>
    public static byte[] Header(uint width, uint height, int depth, int color, int interlace = 0)
    {
        byte[] data = [0, 0, 0, 0, 0, 0, 0, 0, (byte)depth, (byte)color, 0, 0, (byte)interlace];
        BinaryPrimitives.WriteUInt32BigEndian(data, width);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(4), height);
        return data;
    }

    public static byte[] Compress(byte[] data)
    {
        using var target = new MemoryStream();
        using (var stream = new ZLibStream(target, CompressionLevel.Fastest))
            stream.Write(data);
        return target.ToArray();
    }

    public static byte[] Decompress(byte[] data)
    {
        using var target = new MemoryStream();
        using (var stream = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress))
            stream.CopyTo(target);
        return target.ToArray();
    }
}
