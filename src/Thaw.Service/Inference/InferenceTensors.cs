using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Thaw.Images;
using Thaw.Service.Http;
using Thaw.Service.Models;

namespace Thaw.Service.Inference;

/// <summary>
/// Pictures of the tensor <c>images</c>: BYTES [pictures] or [pictures, 1] holds files of JPEG, PNG or BMP, in JSON as base64; UINT8 and FP32
/// [pictures, height, width, 3] hold red, green and blue, 0 to 255, of which FP32 is rounded.
/// </summary>
internal sealed class InferenceTensors
{
    /// <summary>The name of the tensor.</summary>
    public const string Input = "images";

    /// <summary>The longest side of decoded pictures, as in JPEG.</summary>
    private const int MaxSide = 65535;

    private readonly int[] _shape;
    private readonly long _maxPixels;

    /// <param name="shape">Each size at least 1.</param>
    /// <param name="maxPictures">The most pictures.</param>
    /// <param name="maxPixels">The most pixels of a picture.</param>
    public InferenceTensors(int[] shape, int maxPictures, long maxPixels)
    {
        (_shape, _maxPixels) = (shape, maxPixels);
        if (shape[0] > maxPictures)
            throw new RequestFailure(StatusCodes.Status413PayloadTooLarge, FailureReason.TooLarge, $"Expected at most {maxPictures} pictures a request, got {shape[0]}; send them in several.");
    }

    /// <summary>Reads the pictures.</summary>
    /// <param name="type">The tensor's datatype.</param>
    /// <param name="data">Its data as JSON; not looked at where it is binary.</param>
    /// <param name="raw">Its data as bytes, or null.</param>
    public IReadOnlyList<RequestPicture> Read(string type, IEnumerable<JsonElement>? data, ReadOnlyMemory<byte>? raw) => type switch
    {
        "BYTES" => Files(raw is { } bytes ? Elements(bytes) : data!.Select(Base64)),
        "UINT8" => Decoded(size => raw is { } bytes ? Exactly(bytes, size).ToArray() : Levels(data!, size, ByteOf)),
        "FP32" => Decoded(size => raw is { } bytes ? Rounded(Exactly(bytes, 4L * size).Span) : Levels(data!, size, FloatOf)),
        _ => throw InferenceFailure.Bad("inputs[0].datatype: expected BYTES, UINT8 or FP32."),
    };

    private string Name(int picture) => _shape[0] == 1 ? Input : $"{Input}[{picture}]";

    private List<RequestPicture> Files(IEnumerable<ReadOnlyMemory<byte>> files)
    {
        if (_shape.Length > 2 || (_shape.Length == 2 && _shape[1] != 1))
            throw InferenceFailure.Bad("inputs[0].shape: expected [pictures] or [pictures, 1] for BYTES.");
        var pictures = new List<RequestPicture>(_shape[0]);
        foreach (ReadOnlyMemory<byte> file in files)
        {
            if (pictures.Count == _shape[0])
                throw InferenceFailure.Bad($"inputs[0].data: expected {_shape[0]} elements as the shape says, got more.");
            pictures.Add(new RequestPicture.Encoded(file, Name(pictures.Count)));
        }
        return pictures.Count == _shape[0] ? pictures : throw InferenceFailure.Bad($"inputs[0].data: expected {_shape[0]} elements as the shape says, got {pictures.Count}.");
    }

    private List<RequestPicture> Decoded(Func<int, byte[]> read)
    {
        if (_shape.Length != 4 || _shape[3] != 3)
            throw InferenceFailure.Bad("inputs[0].shape: expected [pictures, height, width, 3] for UINT8 and FP32.");
        (int count, int height, int width) = (_shape[0], _shape[1], _shape[2]);
        if (Math.Max(height, width) > MaxSide || (long)height * width > _maxPixels || 3L * count * height * width > Array.MaxLength / 4)
            throw new RequestFailure(StatusCodes.Status413PayloadTooLarge, FailureReason.TooLarge, $"inputs[0].shape: expected at most {_maxPixels} pixels a picture; shrink the pictures or send fewer.");
        int size = 3 * height * width;
        byte[] pixels = read(count * size);
        return [.. Enumerable.Range(0, count).Select(i => new RequestPicture.Decoded(new Picture(width, height, pixels[(i * size)..((i + 1) * size)]), Name(i)))];
    }

    private static byte[] Levels(IEnumerable<JsonElement> data, int size, Func<JsonElement, byte> level)
    {
        // The list grows with what there is, not with what the shape promises
        var levels = new List<byte>();
        foreach (JsonElement element in data)
        {
            if (levels.Count == size)
                throw InferenceFailure.Bad($"inputs[0].data: expected {size} numbers as the shape says, got more.");
            levels.Add(level(element));
        }
        return levels.Count == size ? [.. levels] : throw InferenceFailure.Bad($"inputs[0].data: expected {size} numbers as the shape says, got {levels.Count}.");
    }

    private static byte ByteOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetByte(out byte value) ? value : throw InferenceFailure.Bad("inputs[0].data: expected whole numbers from 0 to 255 for UINT8.");

    private static byte FloatOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetSingle(out float value) ? Round(value) : throw Levels();

    private static byte Round(float value) => value is >= 0 and <= 255 ? (byte)MathF.Round(value, MidpointRounding.AwayFromZero) : throw Levels();

    private static RequestFailure Levels() => InferenceFailure.Bad("inputs[0].data: expected numbers from 0 to 255 for FP32: red, green and blue, not normalised.");

    private static byte[] Rounded(ReadOnlySpan<byte> bytes)
    {
        byte[] levels = new byte[bytes.Length / 4];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = Round(BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]));
        return levels;
    }

    private static ReadOnlyMemory<byte> Exactly(ReadOnlyMemory<byte> bytes, long size) =>
        bytes.Length == size ? bytes : throw InferenceFailure.Bad($"inputs[0]: expected {size} bytes as shape and datatype say, got {bytes.Length}.");

    private static ReadOnlyMemory<byte> Base64(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw InferenceFailure.Bad("inputs[0].data: expected strings of base64 for BYTES.");

    /// <summary>Elements of a binary BYTES tensor: each behind its length, four bytes, the lowest first.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Elements(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span) is var length && length > bytes.Length - 4)
                throw InferenceFailure.Bad("inputs[0]: expected elements each behind its length (four bytes, the lowest first); one ends behind the body.");
            yield return bytes.Slice(4, (int)length);
            bytes = bytes[(4 + (int)length)..];
        }
    }
}
