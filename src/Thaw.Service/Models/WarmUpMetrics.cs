using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Thaw.Service.Observation;

namespace Thaw.Service.Models;

/// <summary>
/// Compiles the code that counts and times, by instruments of its own: requests of the warm-up are in no metric, so that the first real one would wait for it.
/// </summary>
internal static class WarmUpMetrics
{
    private const int Times = 40; // more than the calls after which .NET compiles a method anew, with all optimisations

    /// <summary>Records everything that a request does, and writes it nowhere.</summary>
    public static void Run()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new ServiceMetrics(services.GetRequiredService<IMeterFactory>());
        using var prometheus = new PrometheusMetrics(metrics);
        for (int i = 0; i < Times; i++)
        {
            metrics.BatchRan("", 1, TimeSpan.Zero);
            metrics.Answered("", 1);
            metrics.RequestEnded("", "", 200, TimeSpan.Zero);
            metrics.Failed("", "");
        }
    }
}
