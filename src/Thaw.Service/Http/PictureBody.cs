using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Thaw.Service.Models;

namespace Thaw.Service.Http;

/// <summary>The pictures of a body: one as it is, several as multipart, or JSON with base64.</summary>
internal static class PictureBody
{
    private const int MaxBoundary = 200;

    /// <summary>Finds the pictures.</summary>
    /// <param name="contentType">The request's content type.</param>
    /// <param name="body">Its body; what is returned may refer to it.</param>
    /// <param name="maxPictures">The most pictures of a request.</param>
    /// <exception cref="RequestFailure">It holds none, or too many, or can't be read.</exception>
    public static async Task<IReadOnlyList<RequestPicture>> ReadAsync(string? contentType, ReadOnlyMemory<byte> body, int maxPictures)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType ?? "application/octet-stream", out MediaTypeHeaderValue? type))
            throw UnsupportedType();
        IReadOnlyList<RequestPicture> pictures;
        if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            pictures = OfJson(body, maxPictures);
        else if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            pictures = await OfPartsAsync(type, body, maxPictures).ConfigureAwait(false);
        else if (type.Type.Equals("image", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase))
            pictures = body.IsEmpty ? [] : [new RequestPicture.Encoded(body)];
        else
            throw UnsupportedType();
        return pictures.Count > 0 ? pictures : throw Bad("Expected a picture, got none.");
    }

    private static List<RequestPicture> OfJson(ReadOnlyMemory<byte> body, int maxPictures)
    {
        using JsonDocument document = Parse(body);
        try
        {
            return OfJson(document.RootElement, maxPictures);
        }
        catch (InvalidOperationException)
        {
            throw Bad("The JSON holds text that is no valid Unicode."); // which the parser passes over until the text is asked for
        }
    }

    private static List<RequestPicture> OfJson(JsonElement root, int maxPictures)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Bad("Expected a JSON object with 'images', an array of base64 strings, or 'image', one such string.");
        if (root.TryGetProperty("image", out JsonElement image))
            return root.TryGetProperty("images", out _) ? throw Bad("Expected either 'image' or 'images', got both.") : [new RequestPicture.Encoded(Bytes(image, "image"))];
        if (!root.TryGetProperty("images", out JsonElement images) || images.ValueKind != JsonValueKind.Array)
            throw Bad("Expected 'images', an array of base64 strings, or 'image', one such string.");
        if (images.GetArrayLength() > maxPictures)
            throw TooMany(maxPictures);
        return [.. images.EnumerateArray().Select((element, i) => new RequestPicture.Encoded(Bytes(element, $"images[{i}]"), $"images[{i}]"))];
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            throw Bad($"The body is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
    }

    private static byte[] Bytes(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.String && element.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw Bad($"{name}: expected a string of base64.");

    private static async Task<List<RequestPicture>> OfPartsAsync(MediaTypeHeaderValue type, ReadOnlyMemory<byte> body, int maxPictures)
    {
        string? boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundary)
            throw Bad("Expected a multipart body with a boundary in its content type.");
        var pictures = new List<RequestPicture>();
        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(body.ToArray(), writable: false));
            while (await reader.ReadNextSectionAsync().ConfigureAwait(false) is { } section)
            {
                if (pictures.Count == maxPictures)
                    throw TooMany(maxPictures);
                using var bytes = new MemoryStream();
                await section.Body.CopyToAsync(bytes).ConfigureAwait(false);
                pictures.Add(new RequestPicture.Encoded(bytes.ToArray(), $"part {pictures.Count + 1}"));
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Bad("The multipart body ends too early, or its parts have headers that can't be read.");
        }
        return pictures;
    }

    private static RequestFailure UnsupportedType() => new(StatusCodes.Status415UnsupportedMediaType, FailureReason.UnsupportedType,
        "Expected the content type image/jpeg, image/png, image/bmp or application/octet-stream (a picture), multipart/form-data (several) or application/json (base64).");

    private static RequestFailure TooMany(int most) =>
        new(StatusCodes.Status413PayloadTooLarge, FailureReason.TooLarge, $"Expected at most {most} pictures a request; send them in several.");

    private static RequestFailure Bad(string detail) => new(StatusCodes.Status400BadRequest, FailureReason.BadRequest, detail);
}
