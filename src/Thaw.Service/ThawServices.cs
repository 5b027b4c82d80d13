using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Thaw.Service.Endpoints;
using Thaw.Service.Http;
using Thaw.Service.Models;
using Thaw.Service.Observation;

namespace Thaw.Service;

/// <summary>Adds Thaw's models and endpoints to an ASP.NET Core host.</summary>
public static class ThawServices
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string ObservationName = "Thaw.Service";

    /// <summary>
    /// Serves models: loads them before the host starts, warms them up, and takes new versions of their zips while it runs. Adds <see cref="ServedClassifiers"/>,
    /// a <see cref="ServedClassifier"/> for each, keyed by its name, and where there is only one also without a key.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Names the models, and sets limits.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentException">No model is named, or a value is out of its range.</exception>
    public static IServiceCollection AddThaw(this IServiceCollection services, Action<ThawServiceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new ThawServiceOptions();
        configure(options);
        options.Check();
        services.AddMetrics();
        services.AddSingleton(Options.Create(options));
        services.AddSingleton<ServiceMetrics>();
        services.AddSingleton<PrometheusMetrics>();
        services.AddSingleton(provider => new ServedClassifiers(options, provider.GetRequiredService<ServiceMetrics>()));
        services.AddSingleton<ServiceState>();
        services.AddSingleton<ModelRequests>();
        foreach (string name in options.Models.Keys)
            services.AddKeyedSingleton(name, (provider, key) => provider.GetRequiredService<ServedClassifiers>().Get((string)key!));
        if (options.Models.Count == 1)
            services.AddSingleton(provider => provider.GetRequiredService<ServedClassifiers>().Single());
        services.AddHostedService<ModelWatcher>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WarmUp>());
        return services;
    }

    /// <summary>Adds the endpoints: <c>/v1/models</c>, the Open Inference Protocol under <c>/v2</c>, <c>/metrics</c>, and the page at <c>/</c>.</summary>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <returns>A builder by which conventions, such as authorisation, apply to all of them.</returns>
    /// <exception cref="InvalidOperationException"><see cref="AddThaw"/> was not called.</exception>
    public static IEndpointConventionBuilder MapThaw(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<ServedClassifiers>() is null)
            throw new InvalidOperationException("Expected services.AddThaw(...) before MapThaw().");
        RouteGroupBuilder group = endpoints.MapGroup("");
        endpoints.ServiceProvider.GetRequiredService<PrometheusMetrics>(); // it tells what it has heard, so it must hear from the start
        ModelEndpoints.Map(group);
        ClassifyEndpoint.Map(group);
        InferenceEndpoints.Map(group);
        HealthEndpoints.Map(group);
        MetricsEndpoint.Map(group);
        PageEndpoints.Map(group);
        return group;
    }
}
