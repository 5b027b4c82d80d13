using System.Buffers.Binary;
using System.Text;

namespace Thaw.Tests.References;

/// <summary>
/// An event of TensorBoard, read byte by byte from what the formats' descriptions say (TFRecord, protobuf's wire format): no code is shared with the writer.
/// </summary>
internal sealed class EventRecord
{
    public double WallTime { get; private set; }

    public long Step { get; private set; }

    public string? FileVersion { get; private set; }

    public List<(string Tag, float Value)> Scalars { get; } = [];

    /// <summary>Reads a file; anything that is not as it should be throws.</summary>
    public static IReadOnlyList<EventRecord> ReadAll(ReadOnlySpan<byte> file)
    {
        var events = new List<EventRecord>();
        while (file.Length > 0)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file));
            Check(file[..8], file[8..]);
            ReadOnlySpan<byte> data = file.Slice(12, length);
            Check(data, file[(12 + length)..]);
            var read = new EventRecord();
            read.Read(data);
            events.Add(read);
            file = file[(16 + length)..];
        }
        return events;
    }

    private void Read(ReadOnlySpan<byte> message)
    {
        while (message.Length > 0)
        {
            ulong key = Varint(ref message);
            switch (key)
            {
                case 1 << 3 | 1:
                    WallTime = BinaryPrimitives.ReadDoubleLittleEndian(message);
                    message = message[8..];
                    break;
                case 2 << 3:
                    Step = (long)Varint(ref message);
                    break;
                case 3 << 3 | 2:
                    FileVersion = Encoding.UTF8.GetString(Bytes(ref message));
                    break;
                case 5 << 3 | 2:
                    ReadOnlySpan<byte> summary = Bytes(ref message);
                    while (summary.Length > 0)
                    {
                        Assert.Equal(1u << 3 | 2, Varint(ref summary));
                        Scalars.Add(Scalar(Bytes(ref summary)));
                    }
                    break;
                default:
                    throw new InvalidDataException($"An event has no field of the key {key}.");
            }
        }
    }

    private static (string Tag, float Value) Scalar(ReadOnlySpan<byte> message)
    {
        Assert.Equal(1u << 3 | 2, Varint(ref message));
        string tag = Encoding.UTF8.GetString(Bytes(ref message));
        Assert.Equal(2u << 3 | 5, Varint(ref message));
        float value = BinaryPrimitives.ReadSingleLittleEndian(message);
        Assert.Equal(4, message.Length);
        return (tag, value);
    }

    private static ReadOnlySpan<byte> Bytes(ref ReadOnlySpan<byte> message)
    {
        int length = checked((int)Varint(ref message));
        ReadOnlySpan<byte> bytes = message[..length];
        message = message[length..];
        return bytes;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = message[0];
            message = message[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }

    // CRC-32C as the remainder of a long division, bit by bit; then the format's mask
    private static void Check(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> stored)
    {
        uint remainder = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            remainder ^= value;
            for (int bit = 0; bit < 8; bit++)
                remainder = (remainder >> 1) ^ ((remainder & 1) * 0x82F63B78);
        }
        remainder = ~remainder;
        uint masked = unchecked(((remainder >> 15) | (remainder << 17)) + 0xA282EAD8);
        Assert.Equal(masked, BinaryPrimitives.ReadUInt32LittleEndian(stored));
    }
}
