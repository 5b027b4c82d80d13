using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Thaw.Service.Server;

/// <summary>Keys by which clients prove that they may ask: <c>Authorization: Bearer KEY</c> or <c>X-Api-Key: KEY</c>.</summary>
internal sealed class ApiKeys
{
    private const int ShortestKey = 16, LongestKey = 512;
    private const string Scheme = "Bearer ", Header = "X-Api-Key";
    private readonly byte[][] _hashes;

    private ApiKeys(byte[][] hashes) => _hashes = hashes;

    /// <summary>Reads a file of keys.</summary>
    /// <exception cref="ArgumentException">It holds none, or one that is too short or has other characters; the line is told, the key is not.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ApiKeys Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file of keys '{path}'; 'openssl rand -hex 32 > FILE' makes one.", path);
        var hashes = new List<byte[]>();
        string[] lines = File.ReadAllLines(path);
        for (int i = 0; i < lines.Length; i++)
        {
            string key = lines[i].Trim();
            if (key.Length == 0 || key[0] == '#')
                continue;
            if (key.Length is < ShortestKey or > LongestKey || !key.All(c => c is > ' ' and < '\x7f'))
                throw new ArgumentException($"'{path}', line {i + 1}: expected a key of {ShortestKey} to {LongestKey} visible ASCII characters, got {key.Length}; 'openssl rand -hex 32' makes one.");
            hashes.Add(Hash(key));
        }
        return hashes.Count > 0 ? new ApiKeys([.. hashes]) : throw new ArgumentException($"'{path}' holds no key; expected one a line.");
    }

    /// <summary>Whether a request bears a key. Takes the same time whether and wherever it differs.</summary>
    public bool Accepts(HttpRequest request)
    {
        if (KeyOf(request) is not { Length: > 0 and <= LongestKey } key)
            return false;
        byte[] hash = Hash(key);
        bool found = false;
        foreach (byte[] known in _hashes)
            found |= CryptographicOperations.FixedTimeEquals(hash, known);
        return found;
    }

    private static string? KeyOf(HttpRequest request)
    {
        StringValues authorization = request.Headers.Authorization;
        if (authorization.Count == 1 && authorization[0]!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return authorization[0]![Scheme.Length..].Trim();
        return request.Headers.TryGetValue(Header, out StringValues key) && key.Count == 1 ? key[0] : null;
    }

    // Hashes are of one length, so that not even a key's length shows in the time
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
