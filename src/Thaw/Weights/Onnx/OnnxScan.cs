namespace Thaw.Weights.Onnx;

/// <summary>
/// Goes through a file's fields before anything is made of them: a field of two bytes becomes an object of two hundred, so a file that is nothing
/// but small fields would take a hundred times its own size. What it lets pass takes a few times the file's size, and never nests deeper than ONNX's messages do.
/// </summary>
internal static class OnnxScan
{
    /// <summary>The most fields of a file, numbers of tensors aside. The largest VGG has fewer than 10,000.</summary>
    public const int MaxFields = 200_000;

    /// <summary>The most bytes that lists of 64-bit numbers (shapes, attributes, constants) take together.</summary>
    public const int MaxListBytes = 1 << 20;

    private const int Varint = 0, Fixed64 = 1, Block = 2, Fixed32 = 5;

    private enum Message { None, Model, Graph, Node, Attribute, Tensor, Value, Type, TensorType, Shape, Other, LongNumbers, Floats }

    /// <summary>Checks a file.</summary>
    /// <exception cref="WeightsFormatException">It is cut off, or no protocol buffer, or has too many fields.</exception>
    public static void Check(ReadOnlySpan<byte> bytes)
    {
        int fields = 0, listBytes = 0;
        Check(bytes, Message.Model, ref fields, ref listBytes);
    }

    private static void Check(ReadOnlySpan<byte> bytes, Message message, ref int fields, ref int listBytes)
    {
        while (bytes.Length > 0)
        {
            ulong tag = Number(ref bytes);
            if (tag >> 3 is 0 or > int.MaxValue >> 2)
                throw Damaged($"a field has the number {tag >> 3}");
            Message content = Content(message, (int)(tag >> 3));
            if (content != Message.Floats && ++fields > MaxFields)
                throw new WeightsFormatException($"Expected an ONNX file of at most {MaxFields:N0} fields, got more: that is no VGG.");
            ulong length = (tag & 7) switch
            {
                Varint => VarintLength(bytes),
                Fixed64 => 8,
                Block => Number(ref bytes),
                Fixed32 => 4,
                ulong other => throw Damaged($"a field has the wire type {other}"),
            };
            if (length > (ulong)bytes.Length)
                throw Damaged($"a field of {length} bytes reaches beyond the {bytes.Length} that are left");
            if (content == Message.LongNumbers && (listBytes += (int)Math.Min(length, MaxListBytes + 1)) > MaxListBytes)
                throw new WeightsFormatException($"Expected lists of whole numbers with at most {MaxListBytes:N0} bytes in all, got more: that is no VGG.");
            if ((tag & 7) == Block && content is > Message.None and < Message.Other)
                Check(bytes[..(int)length], content, ref fields, ref listBytes);
            bytes = bytes[(int)length..];
        }
    }

    /// <summary>What stands in a field of a message; the numbers are those of onnx.proto.</summary>
    private static Message Content(Message message, int field) => (message, field) switch
    {
        (Message.Model, 7) => Message.Graph,
        (Message.Model, 8 or 14) => Message.Other,
        (Message.Graph, 1) => Message.Node,
        (Message.Graph, 5) => Message.Tensor,
        (Message.Graph, 11 or 12) => Message.Value,
        (Message.Node, 5) => Message.Attribute,
        (Message.Attribute, 5) => Message.Tensor,
        (Message.Attribute, 8) => Message.LongNumbers,
        (Message.Attribute, 7) => Message.Floats,
        (Message.Tensor, 1 or 7) => Message.LongNumbers,
        (Message.Tensor, 4 or 5) => Message.Floats,
        (Message.Value, 2) => Message.Type,
        (Message.Type, 1) => Message.TensorType,
        (Message.TensorType, 2) => Message.Shape,
        _ => Message.None,
    };

    private static ulong VarintLength(ReadOnlySpan<byte> bytes)
    {
        int before = bytes.Length;
        Number(ref bytes);
        return (ulong)(before - bytes.Length);
    }

    private static ulong Number(ref ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        for (int i = 0; i < Math.Min(10, bytes.Length); i++)
        {
            number |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return number;
            }
        }
        throw Damaged(bytes.Length < 10 ? "it ends within a number" : "a number has more than 10 bytes");
    }

    private static WeightsFormatException Damaged(string reason) => new($"Expected an ONNX file, got one that is damaged: {reason}.");
}
