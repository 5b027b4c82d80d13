using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Thaw.Service.Http;

/// <summary>Whether the service takes requests.</summary>
internal sealed class ServiceState(ServedClassifiers models, IHostApplicationLifetime lifetime)
{
    /// <summary>A header by which the service's own warm-up is known, with a value that only this process has.</summary>
    public const string WarmUpHeader = "Thaw-Warm-Up";

    private readonly byte[] _token = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

    /// <summary>That value.</summary>
    public string WarmUpToken => Encoding.ASCII.GetString(_token);

    /// <summary>Whether the service was told to end; it answers what it has begun.</summary>
    public bool IsDraining => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Whether every model answers and the service goes on.</summary>
    public bool IsReady => models.AreReady && !IsDraining;

    /// <summary>Whether a request for a model is taken.</summary>
    public bool Accepts(HttpContext context, ServedClassifier model) =>
        model.State != ModelState.Loading || (model.Version is not null && IsWarmUp(context));

    /// <summary>Whether a request is the service's own.</summary>
    public bool IsWarmUp(HttpContext context) =>
        context.Request.Headers.TryGetValue(WarmUpHeader, out var values) && values.Count == 1
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(values[0] ?? ""), _token);
}
