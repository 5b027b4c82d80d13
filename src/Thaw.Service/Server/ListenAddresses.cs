using System.Net;
using Microsoft.AspNetCore.Http;

namespace Thaw.Service.Server;

/// <summary>What addresses say of who can reach a server.</summary>
internal static class ListenAddresses
{
    /// <summary>Checks addresses.</summary>
    /// <exception cref="ArgumentException">One is none that a server can listen on, or other machines reach it though neither keys nor everybody is allowed.</exception>
    public static void Check(ServerSettings settings)
    {
        if (settings.Urls.Count == 0)
            throw new ArgumentException("Expected an address to listen on, such as http://127.0.0.1:8080.");
        foreach (string url in settings.Urls)
        {
            if (!Uri.TryCreate(Parsable(url), UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/" || uri.UserInfo.Length + uri.Fragment.Length > 0)
                throw new ArgumentException($"Expected an address to listen on, such as http://127.0.0.1:8080, got '{url}'.");
            if (!IsLoopback(url) && settings.ApiKeyFile is null && !settings.AllowAnonymous)
            {
                throw new ArgumentException($"Other machines reach '{url}'. Give --api-key-file FILE, so that only those with a key may ask, "
                    + "or --allow-anonymous, so that anybody may; or listen on 127.0.0.1 alone.");
            }
        }
    }

    /// <summary>Whether only this machine reaches an address.</summary>
    public static bool IsLoopback(string url)
    {
        // As Kestrel reads it: what is neither 'localhost' nor an address means all addresses to it
        string host = BindingAddress.Parse(url).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
    }

    // '*' and '+' stand for all addresses in ASP.NET Core, and in no URI
    private static string Parsable(string url) => url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
}
