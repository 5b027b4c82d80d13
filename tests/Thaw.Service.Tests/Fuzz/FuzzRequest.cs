using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Thaw.Service.Tests.Fuzz;

/// <summary>A request in parts, so that each can be damaged by itself.</summary>
/// <param name="Line">The request line without its end.</param>
/// <param name="Headers">Header lines, without those of the body's length.</param>
/// <param name="Body">The body.</param>
/// <param name="IsJson">Whether the body begins with JSON.</param>
internal sealed record FuzzRequest(string Line, IReadOnlyList<string> Headers, byte[] Body, bool IsJson = false)
{
    private const string Classify = "POST /v1/models/surfaces/classify HTTP/1.1", Infer = "POST /v2/models/surfaces/infer HTTP/1.1", Boundary = "cut-here-1234";

    /// <summary>Requests that all get an answer, of every kind that the service knows.</summary>
    public static IReadOnlyList<FuzzRequest> Valid()
    {
        byte[] png = TrainedModel.Files[0], jpeg = Fixture("jpeg", "baseline-2x2.jpg"), bmp = Fixture("bmp", "rgb-24.bmp");
        string base64 = Convert.ToBase64String(png);
        string levels = string.Join(',', Enumerable.Range(0, 48).Select(i => (i * 5).ToString(CultureInfo.InvariantCulture)));
        byte[] floats = new byte[4 * 48];
        for (int i = 0; i < 48; i++)
            BinaryPrimitives.WriteSingleLittleEndian(floats.AsSpan(4 * i), i);
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, png.Length);
        return
        [
            Picture("image/png", png), Picture("image/jpeg", jpeg), Picture("image/bmp", bmp), Picture("application/octet-stream", jpeg),
            Picture("image/jpeg", Fixture("jpeg", "cmyk.jpg")),
            Picture("image/png", png) with { Line = Classify.Replace("classify", "classify?explain=true", StringComparison.Ordinal) },
            new FuzzRequest(Classify, [$"Content-Type: multipart/form-data; boundary={Boundary}"], Multipart(png, jpeg, bmp)),
            Json(Classify, $$"""{"image":"{{base64}}"}"""),
            Json(Classify, $$"""{"images":["{{base64}}","{{Convert.ToBase64String(bmp)}}"]}"""),
            Json(Infer, $$"""{"id":"a","inputs":[{"name":"images","shape":[1],"datatype":"BYTES","data":["{{base64}}"]}],"outputs":[{"name":"labels","parameters":{"binary_data":true} }]}"""),
            Json(Infer, $$"""{"inputs":[{"name":"images","shape":[1,4,4,3],"datatype":"UINT8","data":[{{levels}}]}],"parameters":{"binary_data_output":true} }"""),
            Json(Infer, $$"""{"inputs":[{"name":"images","shape":[1,4,4,3],"datatype":"FP32","data":[[{{levels}}]]}],"outputs":[{"name":"probabilities"}]}"""),
            Binary($$$"""{"inputs":[{"name":"images","shape":[1,4,4,3],"datatype":"FP32","parameters":{"binary_data_size":{{{floats.Length}}} } ]}""", floats),
            Binary($$$"""{"inputs":[{"name":"images","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":{{{png.Length + 4}}} } ]}""", [.. length, .. png]),
            new FuzzRequest("GET /v1/models/surfaces HTTP/1.1", [], []), new FuzzRequest("GET /v2/models/surfaces/versions/0123456789abcdef/ready HTTP/1.1", [], []),
            new FuzzRequest("GET /metrics HTTP/1.1", ["Accept: text/plain"], []), new FuzzRequest("GET /page/page.js HTTP/1.1", ["If-None-Match: \"abc\""], []),
        ];
    }

    /// <summary>The request as it goes over the wire.</summary>
    /// <param name="lengthHeader">The header that tells how long the body is; null for the right one.</param>
    public byte[] Bytes(string? lengthHeader = null) =>
        [.. Encoding.Latin1.GetBytes(string.Join("\r\n", [Line, "Host: localhost", .. Headers, lengthHeader ?? $"Content-Length: {Body.Length}", "", ""])), .. Body];

    private static FuzzRequest Picture(string type, byte[] body) => new(Classify, [$"Content-Type: {type}"], body);

    private static FuzzRequest Json(string line, string json) => new(line, ["Content-Type: application/json"], Encoding.UTF8.GetBytes(json), IsJson: true);

    private static FuzzRequest Binary(string json, byte[] bytes) =>
        new(Infer, ["Content-Type: application/octet-stream", $"Inference-Header-Content-Length: {json.Length}"], [.. Encoding.UTF8.GetBytes(json), .. bytes], IsJson: true);

    private static byte[] Multipart(params byte[][] files)
    {
        var body = new List<byte>();
        foreach (byte[] file in files)
        {
            body.AddRange(Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"pictures\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"));
            body.AddRange(file);
            body.AddRange("\r\n"u8);
        }
        return [.. body, .. Encoding.ASCII.GetBytes($"--{Boundary}--\r\n")];
    }

    private static byte[] Fixture(string folder, string name) => File.ReadAllBytes(Path.Combine(TrainedModel.Root(), "tests", "Thaw.Tests", "Fixtures", "images", folder, name));
}
