using System.Buffers.Text;

namespace Thaw.Benchmarks.Serve;

/// <summary>
/// The least of HTTP/1.1 that a client of this service needs: status, <c>Retry-After</c>, and where the answer ends. A library would take more of the cores that the
/// service is measured on than the service's own HTTP.
/// </summary>
internal static class HttpAnswer
{
    /// <summary>Looks at what has come of an answer.</summary>
    /// <param name="bytes">From the answer's first byte on; no more than one answer.</param>
    /// <param name="status">Its status.</param>
    /// <param name="retryAfter">Whether it has that header.</param>
    /// <param name="closes">Whether the server ends the connection behind it.</param>
    /// <param name="body">Where its body starts; with the marks of chunks in it, where it is chunked.</param>
    /// <returns>Whether all of it has come.</returns>
    /// <exception cref="FormatException">It is no HTTP/1.1 that this reads.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out int status, out bool retryAfter, out bool closes, out int body)
    {
        (status, retryAfter, closes, body) = (0, false, false, 0);
        int head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        if (!bytes.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(bytes[9..12], out status, out _))
            throw new FormatException("Expected an answer by HTTP/1.1.");
        body = head + 4;
        long length = -1;
        bool chunked = false;
        ReadOnlySpan<byte> headers = bytes[..(head + 2)];
        for (int end; (end = headers.IndexOf("\r\n"u8)) >= 0; headers = headers[(end + 2)..])
        {
            ReadOnlySpan<byte> header = headers[..end];
            if (Value(header, "content-length:"u8, out ReadOnlySpan<byte> value) && !Utf8Parser.TryParse(value, out length, out _))
                throw new FormatException("Expected a number as Content-Length.");
            chunked |= Value(header, "transfer-encoding:"u8, out _);
            retryAfter |= Value(header, "retry-after:"u8, out _);
            closes |= Value(header, "connection:"u8, out value) && value.SequenceEqual("close"u8);
        }
        if (chunked)
            return Chunks(bytes[body..]);
        return length >= 0 ? bytes.Length - body >= length : throw new FormatException("Expected a body of a length that is told, or in chunks.");
    }

    // Whether all chunks and the empty one at their end have come
    private static bool Chunks(ReadOnlySpan<byte> rest)
    {
        while (true)
        {
            int line = rest.IndexOf("\r\n"u8);
            if (line < 0)
                return false;
            if (!Utf8Parser.TryParse(rest[..line], out int size, out _, 'x') || size < 0)
                throw new FormatException("Expected the length of a chunk.");
            if (rest.Length < line + 2L + size + 2)
                return false;
            if (size == 0)
                return true;
            rest = rest[(line + 2 + size + 2)..];
        }
    }

    private static bool Value(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (header.Length < name.Length || !System.Text.Ascii.EqualsIgnoreCase(header[..name.Length], name))
            return false;
        value = header[name.Length..].Trim((byte)' ');
        return true;
    }
}
