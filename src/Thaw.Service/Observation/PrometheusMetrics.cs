using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Prometheus;

namespace Thaw.Service.Observation;

/// <summary>
/// The instruments of <see cref="ServiceMetrics"/> in Prometheus's text format, with its customary names: dots become underlines, a unit of seconds and a counter are
/// told by a suffix; and what the process takes of the machine.
/// </summary>
internal sealed class PrometheusMetrics : IDisposable
{
    /// <summary>Of the text format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly MetricFactory _factory;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, Collector> _collectors = new();

    public PrometheusMetrics(ServiceMetrics metrics)
    {
        _factory = Metrics.WithCustomRegistry(_registry);
        _factory.ExemplarBehavior = ExemplarBehavior.NoExemplars(); // this text format has none, yet each observation would make one
        DotNetStats.Register(_registry);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, metrics.Meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
        _registry.AddBeforeCollectCallback(_listener.RecordObservableInstruments);
    }

    /// <summary>Writes all metrics.</summary>
    public Task WriteAsync(Stream target, CancellationToken cancellation) => _registry.CollectAndExportAsTextAsync(target, cancellation);

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string[] labels = new string[tags.Length];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = Convert.ToString(tags[i].Value, CultureInfo.InvariantCulture) ?? "";
        if (!_collectors.TryGetValue(instrument, out Collector? collector))
            collector = _collectors.GetOrAdd(instrument, Create(instrument, tags));
        switch (collector)
        {
            case Histogram histogram:
                histogram.WithLabels(labels).Observe(value);
                break;
            case Counter counter:
                counter.WithLabels(labels).Inc(value);
                break;
            case Gauge gauge:
                gauge.WithLabels(labels).Set(value);
                break;
        }
    }

    private Collector Create(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : ""), help = instrument.Description ?? "";
        string[] labels = new string[tags.Length];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = tags[i].Key;
        return instrument switch
        {
            Histogram<double> => _factory.CreateHistogram(name, help, labels, new HistogramConfiguration { Buckets = Seconds }),
            Histogram<int> sizes => _factory.CreateHistogram(name, help, labels, new HistogramConfiguration { Buckets = [.. sizes.Advice!.HistogramBucketBoundaries!.Select(size => (double)size)] }),
            Counter<long> => _factory.CreateCounter(name + "_total", help, labels),
            _ => _factory.CreateGauge(name, help, labels),
        };
    }
}
