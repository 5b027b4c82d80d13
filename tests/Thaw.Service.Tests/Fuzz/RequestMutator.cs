using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Thaw.Service.Tests.Fuzz;

/// <summary>Damages requests in ways that a seed decides.</summary>
internal sealed partial class RequestMutator(int seed)
{
    private static readonly IReadOnlyList<FuzzRequest> Valid = FuzzRequest.Valid();

    /// <summary>What parsers of JSON, of numbers and of text stumble over.</summary>
    private static readonly string[] JsonWords =
    [
        "null", "true", "-1", "0", "1e999", "-0.0", "1.5", "2147483648", "9223372036854775808", "NaN", "\"\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "\"\u00ff\u00fe\"", "\"====\"",
        "\"AAA\"", "{}", "[]", "[[[[[[[[[[1]]]]]]]]]]", "[1]", "{\"\\ud800\":1}", "{\"a\":1,\"a\":2}", "\"images\"", "\"BYTES\"", "\"FP32\"", "[1,65536,65536,3]", "[32,4000,4000,3]", "\"\\uD83D\\uDE00\"",
    ];

    private static readonly string[] Lengths =
    [
        "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 1e3", "Content-Length: ", "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 0", "Content-Length: 1",
        "Content-Length: 2147483648", "Content-Length: +5", "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, gzip", "Transfer-Encoding: chunked\r\nContent-Length: 5", "Transfer-Encoding: identity", "X: none",
    ];

    private static readonly string[] ChunkHeads = ["", "g", "-1", "FFFFFFFF", "7FFFFFFFFFFFFFFF", "5;name=\"", "0x5", " 5", "5\r", "00000000000000000000000005", "5\n", "0"];

    private static readonly string[] OddHeaders =
    [
        "Content-Type: multipart/form-data", "Content-Type: multipart/form-data; boundary=", "Content-Type: multipart/form-data; boundary=\"", "Content-Type: multipart/form-data; boundary=a", "Content-Type: /",
        "Content-Type: image/*; q=\"\\", "Content-Type: application/json; charset=utf-16", "Content-Type: \u00ff\u00fe", "Content-Encoding: gzip", "Inference-Header-Content-Length: -1",
        "Inference-Header-Content-Length: 5", "Inference-Header-Content-Length: 99999999999", "Expect: 100-continue", "Expect: nothing", "Thaw-Warm-Up: abc", "Thaw-Warm-Up: \u00e4", "X-Api-Key: \u00e4",
        "Connection: Upgrade\r\nUpgrade: websocket", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAAA", "Host: evil.example", "Host: ", ": nothing", "No colon", " folded: yes",
        "Accept: " + "text/html,", "Range: bytes=0-0,-5,9999999999999999999-", "If-None-Match: W/\"", "Cookie: a=\u0001", "A\u0001B: c", "Authorization: Bearer ", "Transfer-Encoding: chunked",
    ];

    private static readonly string[] Lines =
    [
        "GET / HTTP/2.0", "GET / HTTP/0.9", "GET /", "GET  / HTTP/1.1", "POST * HTTP/1.1", "CONNECT localhost:80 HTTP/1.1", "GET http://evil.example/v1/models HTTP/1.1", "OPTIONS * HTTP/1.1", "PRI * HTTP/2.0",
        "POST /v1/models/%00/classify HTTP/1.1", "POST /v1/models/surfaces%2fclassify HTTP/1.1", "POST /v1/models/../models/surfaces/classify HTTP/1.1", "POST /v1/models/%ff%fe/classify HTTP/1.1",
        "POST /v1/models/surfaces/classify?explain=maybe HTTP/1.1", "POST /v1/models/surfaces/classify?explain=true&explain=true HTTP/1.1", "POST /v1/models/surfaces/classify?%zz=%f HTTP/1.1",
        "POST /v2/models/surfaces/versions/%0d%0a/infer HTTP/1.1", "DELETE /v1/models/surfaces HTTP/1.1", "GET /v1/models/surfaces/classify HTTP/1.1", "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1", "\u00ff / HTTP/1.1",
        "GET /\u00e4 HTTP/1.1", "POST /V1/MODELS/surfaces/CLASSIFY HTTP/1.1", "HEAD /v1/models HTTP/1.1", "TRACE / HTTP/1.1",
    ];

    private readonly Random _random = new(seed);

    /// <summary>A damaged request, and in words how it was damaged.</summary>
    public (byte[] Bytes, string Kind) Next()
    {
        FuzzRequest request = Pick(Valid);
        switch (_random.Next(11))
        {
            case 0:
                return (request.Bytes(Pick(Lengths)), "length");
            case 1:
                return (request.Bytes($"Content-Length: {Math.Max(0, request.Body.Length + _random.Next(-40, 41))}"), "wrong length");
            case 2:
                return (Chunked(request), "chunks");
            case 3:
                return ((request with { Headers = [.. request.Headers, Pick(OddHeaders), .. Many()] }).Bytes(), "header");
            case 4:
                return ((request with { Headers = [Pick(OddHeaders)] }).Bytes(), "other header");
            case 5:
                return ((request with { Line = _random.Next(3) == 0 ? Encoding.Latin1.GetString(Damage(Encoding.Latin1.GetBytes(request.Line))) : Pick(Lines) }).Bytes(), "request line");
            case 6:
                int head = request.Bytes().Length - request.Body.Length;
                return ([.. Damage(request.Bytes()[..head]), .. request.Body], "head");
            case 7:
                byte[] rubbish = new byte[_random.Next(200)];
                _random.NextBytes(rubbish);
                return ([.. request.Bytes(), .. Pick(Valid).Bytes(), .. _random.Next(2) == 0 ? rubbish : Pick(Valid).Bytes(Pick(Lengths))], "pipelined");
            default:
                return ((request with { Body = request.IsJson && _random.Next(4) > 0 ? Json(request.Body) : Damage(request.Body) }).Bytes(), "body");
        }
    }

    private IEnumerable<string> Many() => _random.Next(8) == 0 ? Enumerable.Range(0, _random.Next(100)).Select(i => $"X-{i}: {new string('x', _random.Next(400))}") : [];

    /// <summary>Puts another word in the place of one.</summary>
    private byte[] Json(byte[] body)
    {
        string text = Encoding.Latin1.GetString(body);
        for (int times = 1 + _random.Next(2); times > 0; times--)
        {
            MatchCollection words = JsonWord().Matches(text);
            if (words.Count == 0)
                break;
            Match word = words[_random.Next(words.Count)];
            string other = _random.Next(20) == 0 ? new string('[', 100) : Pick(JsonWords);
            text = text[..word.Index] + other + text[(word.Index + word.Length)..];
        }
        return Encoding.Latin1.GetBytes(text);
    }

    private byte[] Chunked(FuzzRequest request)
    {
        var body = new List<byte>();
        int bad = _random.Next(4);
        for (int from = 0, chunk = 0; from < request.Body.Length; chunk++)
        {
            int count = Math.Min(1 + _random.Next(1 + request.Body.Length), request.Body.Length - from);
            string size = chunk == bad ? Pick(ChunkHeads) : count.ToString("x", CultureInfo.InvariantCulture);
            body.AddRange(Encoding.ASCII.GetBytes(size + "\r\n"));
            body.AddRange(request.Body[from..(from + count)]);
            body.AddRange(Encoding.ASCII.GetBytes(_random.Next(6) == 0 ? "\n" : "\r\n"));
            from += count;
        }
        body.AddRange(Encoding.ASCII.GetBytes(Pick(["0\r\n\r\n", "0\r\nTrailer: a\r\n\r\n", "0\r\n: a\r\n\r\n", "0\r\n", ""])));
        return [.. (request with { Body = [] }).Bytes("Transfer-Encoding: chunked"), .. body];
    }

    private byte[] Damage(byte[] original)
    {
        byte[] bytes = (byte[])original.Clone();
        for (int times = 1 + _random.Next(3); times > 0 && bytes.Length > 4; times--)
        {
            int at = _random.Next(bytes.Length), end = Math.Min(bytes.Length, at + 1 + _random.Next(30));
            switch (_random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    bytes = [.. bytes[..at], .. bytes[end..]];
                    break;
                case 2:
                    bytes = [.. bytes[..end], .. bytes[at..]];
                    break;
                case 3:
                    bytes = bytes[..at];
                    break;
                case 4:
                    bytes.AsSpan(_random.Next(Math.Min(bytes.Length, 64))..).Slice(0, 1).Fill(Pick<byte>([0, 0x7F, 0x80, 0xFF, (byte)'\r', (byte)'\n', (byte)' ', (byte)':']));
                    break;
                default:
                    bytes = [.. bytes[..at], .. Encoding.Latin1.GetBytes(Pick(["\r\n", "\n", "\0", "\r\n\r\n", "--", "\u00ff\u00d9", "  "])), .. bytes[at..]];
                    break;
            }
        }
        return bytes;
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    [GeneratedRegex("""\"[^\"]*\"|-?[0-9.]+|true|\[|\]|\{|\}|,|:""", RegexOptions.CultureInvariant)]
    private static partial Regex JsonWord();
}
