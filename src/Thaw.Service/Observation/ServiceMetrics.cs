using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Thaw.Service.Observation;

/// <summary>What the service counts and times, as instruments of the meter <see cref="ThawServices.ObservationName"/>. <c>docs/serving.md</c> tells what each means.</summary>
internal sealed class ServiceMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly ConcurrentDictionary<string, ServedClassifier> _models = new(StringComparer.Ordinal);
    private readonly Histogram<double> _requestDuration, _batchDuration;
    private readonly Histogram<int> _batchSize;
    private readonly Counter<long> _pictures, _failures, _swaps;

    public ServiceMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(ThawServices.ObservationName);
        _requestDuration = _meter.CreateHistogram("thaw.request.duration", "s", "Time from a request's first byte to the last of its answer.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _batchDuration = _meter.CreateHistogram("thaw.batch.duration", "s", "Time that a batch took in the network.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _batchSize = _meter.CreateHistogram("thaw.batch.size", "{picture}", "Pictures of a batch.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32] });
        _pictures = _meter.CreateCounter<long>("thaw.pictures", "{picture}", "Pictures that were answered.");
        _failures = _meter.CreateCounter<long>("thaw.failures", "{request}", "Requests that were not answered, by reason.");
        _swaps = _meter.CreateCounter<long>("thaw.model.swaps", "{swap}", "New versions of a zip that were seen, by what became of them.");
        _meter.CreateObservableGauge("thaw.queue.length", () => Of(model => model.QueueLength), "{picture}", "Pictures that wait or are worked on.");
        _meter.CreateObservableGauge("thaw.model.ready", () => Of(model => model.State == ModelState.Loading ? 0 : 1), "{model}", "1 where a model answers.");
        _meter.CreateObservableGauge("thaw.model.outdated", () => Of(model => model.State == ModelState.Outdated ? 1 : 0), "{model}", "1 where a model's newest zip could not be taken.");
        _meter.CreateObservableGauge("thaw.model.loaded", Loaded, "s", "When the version that answers was loaded, in seconds since 1970.");
    }

    /// <summary>The meter of this host; another host in the same process has another of the same name.</summary>
    public Meter Meter => _meter;

    /// <summary>Adds a model to those whose state is told.</summary>
    public void Watch(ServedClassifier model) => _models[model.Name] = model;

    /// <summary>Counts pictures that got their answer.</summary>
    public void Answered(string model, int pictures) => _pictures.Add(pictures, new KeyValuePair<string, object?>("model", model));

    /// <summary>Records a batch.</summary>
    public void BatchRan(string model, int count, TimeSpan time)
    {
        var tag = new KeyValuePair<string, object?>("model", model);
        _batchSize.Record(count, tag);
        _batchDuration.Record(time.TotalSeconds, tag);
    }

    /// <summary>Records a request of a model.</summary>
    /// <param name="model">The model's name, or null where there is none of the name that was asked for.</param>
    /// <param name="api">Which interface it came by.</param>
    /// <param name="status">The answer's HTTP status.</param>
    /// <param name="time">From its start to its end.</param>
    public void RequestEnded(string? model, string api, int status, TimeSpan time) =>
        _requestDuration.Record(time.TotalSeconds, new TagList { { "model", model ?? "" }, { "api", api }, { "status", status } });

    /// <summary>Counts a request that was not answered.</summary>
    public void Failed(string? model, string reason) => _failures.Add(1, new TagList { { "model", model ?? "" }, { "reason", reason } });

    /// <summary>Counts a new version of a zip.</summary>
    public void Swapped(string model, bool taken) => _swaps.Add(1, new TagList { { "model", model }, { "outcome", taken ? "taken" : "refused" } });

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> Of(Func<ServedClassifier, int> value) =>
        _models.Values.Select(model => new Measurement<int>(value(model), new KeyValuePair<string, object?>("model", model.Name)));

    private IEnumerable<Measurement<double>> Loaded() =>
        from model in _models.Values
        where model.LoadedAt is not null
        select new Measurement<double>(model.LoadedAt!.Value.ToUnixTimeMilliseconds() / 1000.0,
            new KeyValuePair<string, object?>("model", model.Name), new KeyValuePair<string, object?>("version", model.Version));
}
