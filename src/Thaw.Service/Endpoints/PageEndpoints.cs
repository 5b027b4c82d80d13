using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Thaw.Service.Http;

namespace Thaw.Service.Endpoints;

/// <summary>The page at <c>/</c> to try models on: a document, a style sheet, a script and an icon, all from the assembly.</summary>
internal static class PageEndpoints
{
    private const string Prefix = "page/", Document = "index.html";

    /// <summary>Nothing but the page's own files; pictures also from memory, where the browser holds those that were dropped.</summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (string resource in typeof(PageEndpoints).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            string name = resource[Prefix.Length..];
            byte[] bytes = Read(resource);
            var tag = new EntityTagHeaderValue('"' + Convert.ToHexStringLower(SHA256.HashData(bytes))[..16] + '"');
            endpoints.MapGet(name == Document ? "/" : "/" + resource, IResult (HttpContext context) =>
            {
                if (name == Document && Folder(context.Request) is { } folder)
                    return TypedResults.Redirect(folder);
                IHeaderDictionary headers = context.Response.Headers;
                headers.ContentSecurityPolicy = Policy;
                headers.XContentTypeOptions = "nosniff";
                headers.CacheControl = "no-cache"; // asked for again by its tag, so that an update shows at once
                return TypedResults.Bytes(bytes, Types[Path.GetExtension(name)], entityTag: tag);
            }).ExcludeFromDescription().WithMetadata(OpenToAll.Instance);
        }
    }

    /// <summary>Where the page is asked for as <c>/pictures</c>, which a host with a path of its own may do: <c>/pictures/</c>, to which its relative addresses belong; else null.</summary>
    private static string? Folder(HttpRequest request)
    {
        string path = request.PathBase.Add(request.Path).ToUriComponent();
        return path.EndsWith('/') ? null : "./" + path[(path.LastIndexOf('/') + 1)..] + "/";
    }

    private static byte[] Read(string resource)
    {
        using Stream stream = typeof(PageEndpoints).Assembly.GetManifestResourceStream(resource)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
