using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Thaw.Service.Models;
using Thaw.Service.Observation;

namespace Thaw.Service;

/// <summary>The models of a service, in the order of their names. Thread-safe.</summary>
public sealed class ServedClassifiers : IReadOnlyCollection<ServedClassifier>, IDisposable
{
    private readonly PictureReaders _readers;
    private readonly SortedList<string, ServedClassifier> _models = new(StringComparer.Ordinal);

    internal ServedClassifiers(ThawServiceOptions options, ServiceMetrics metrics)
    {
        _readers = new PictureReaders(options.Threads > 0 ? options.Threads : Environment.ProcessorCount, options.MaxPixels);
        foreach ((string name, string path) in options.Models)
            _models.Add(name, new ServedClassifier(name, path, options, _readers, metrics));
    }

    /// <inheritdoc/>
    public int Count => _models.Count;

    /// <summary>Whether every model answers.</summary>
    public bool AreReady => _models.Values.All(model => model.State != ModelState.Loading);

    /// <summary>Finds a model.</summary>
    /// <param name="name">Its name; letters count as they are.</param>
    /// <param name="model">The model, where there is one.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out ServedClassifier? model) => _models.TryGetValue(name, out model);

    /// <summary>Gives a model.</summary>
    /// <param name="name">Its name; letters count as they are.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public ServedClassifier Get(string name) => TryGet(name, out ServedClassifier? model) ? model
        : throw new KeyNotFoundException($"There is no model '{name}'; the service has {string.Join(", ", _models.Keys.Select(key => $"'{key}'"))}.");

    /// <inheritdoc/>
    public IEnumerator<ServedClassifier> GetEnumerator() => _models.Values.GetEnumerator();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ServedClassifier model in _models.Values)
            model.Dispose();
        _readers.Dispose();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
