using Thaw.Images;
using Thaw.Packaging;
using Thaw.Service.Models;
using Thaw.Service.Observation;
using Thaw.Serving;

namespace Thaw.Service;

/// <summary>
/// A model that a service serves: a <see cref="Classifier"/> that gathers the pictures of many callers into batches, holds no more of them than its queue has places,
/// and takes a new version of its zip while it runs. Injected by <see cref="ThawServices.AddThaw"/>: alone where there is one model, and keyed by name.
/// </summary>
/// <remarks>Thread-safe. For the same picture file it gives the probabilities that testing gave after training, to the last bit.</remarks>
public sealed class ServedClassifier : IDisposable
{
    private readonly ThawServiceOptions _options;
    private readonly PictureReaders _readers;
    private readonly ServiceMetrics _metrics;
    private volatile LoadedModel? _current;
    private volatile string? _problem;
    private volatile bool _isWarm;
    private int _waiting;
    private volatile bool _disposed;

    internal ServedClassifier(string name, string path, ThawServiceOptions options, PictureReaders readers, ServiceMetrics metrics)
    {
        (Name, FilePath, _options, _readers, _metrics) = (name, path, options, readers, metrics);
        metrics.Watch(this);
    }

    /// <summary>Raised when a version that was replaced, or refused, is not in memory any more.</summary>
    internal event Action? VersionFreed;

    /// <summary>What requests call it.</summary>
    public string Name { get; }

    /// <summary>How it is.</summary>
    public ModelState State => _current is null || !IsWarm ? ModelState.Loading : _problem is null ? ModelState.Ready : ModelState.Outdated;

    /// <summary>Why the newest file was not taken, as one line; null where it was.</summary>
    public string? Problem => _problem;

    /// <summary>The version that answers now: the first 16 hexadecimal digits of its zip's SHA-256; null before it is loaded.</summary>
    public string? Version => _current?.Version;

    /// <summary>When that version was loaded; null before it is.</summary>
    public DateTimeOffset? LoadedAt => _current?.LoadedAt;

    /// <summary>What that version is, and what it was made from; null before it is loaded.</summary>
    public ModelManifest? Manifest => _current?.Manifest;

    /// <summary>Pictures that wait or are worked on.</summary>
    public int QueueLength => Volatile.Read(ref _waiting);

    /// <summary>Where its zip is.</summary>
    internal string FilePath { get; }

    /// <summary>Whether it was warmed up for requests.</summary>
    internal bool IsWarm
    {
        get => _isWarm;
        set => _isWarm = value;
    }

    /// <summary>Classifies an encoded picture.</summary>
    /// <param name="encoded">The bytes of a whole JPEG, PNG or BMP file; not changed, and not needed any more afterwards.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ImageFormatException">The bytes are not a picture that can be read, or have more pixels than <see cref="ThawServiceOptions.MaxPixels"/>.</exception>
    /// <exception cref="QueueFullException">There is no place.</exception>
    /// <exception cref="InvalidOperationException">The model is not loaded yet.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<Prediction> ClassifyAsync(ReadOnlyMemory<byte> encoded, CancellationToken cancellation = default) =>
        (await ClassifyAsync([encoded], cancellation).ConfigureAwait(false)).Predictions[0];

    /// <summary>Classifies several encoded pictures, all by the same version of the model.</summary>
    /// <param name="encoded">The bytes of whole JPEG, PNG or BMP files, at most <see cref="ThawServiceOptions.MaxQueue"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ImageFormatException">One is not a picture that can be read, or has more pixels than <see cref="ThawServiceOptions.MaxPixels"/>.</exception>
    /// <exception cref="QueueFullException">There are not as many places.</exception>
    /// <exception cref="InvalidOperationException">The model is not loaded yet.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<ServedAnswer> ClassifyAsync(IReadOnlyList<ReadOnlyMemory<byte>> encoded, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        RequestPicture[] pictures = [.. encoded.Select((bytes, i) => new RequestPicture.Encoded(bytes, encoded.Count == 1 ? null : $"picture {i + 1}"))];
        using Admission admission = Enter(pictures.Length);
        return await AnswerAsync(admission, pictures, cancellation).ConfigureAwait(false);
    }

    /// <summary>Classifies an encoded picture and computes where in it the network found what speaks for its class.</summary>
    /// <param name="encoded">The bytes of a whole JPEG, PNG or BMP file.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ImageFormatException">The bytes are not a picture that can be read, or have more pixels than <see cref="ThawServiceOptions.MaxPixels"/>.</exception>
    /// <exception cref="QueueFullException">There is no place.</exception>
    /// <exception cref="InvalidOperationException">The model is not loaded yet.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<ServedExplanation> ExplainAsync(ReadOnlyMemory<byte> encoded, CancellationToken cancellation = default)
    {
        using Admission admission = Enter(1);
        return await ExplainAsync(admission, new RequestPicture.Encoded(encoded), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _current?.Leave();
        _current = null;
    }

    /// <summary>Takes places for pictures; null where there are not as many, or the model is not loaded. The caller disposes it.</summary>
    internal Admission? TryEnter(int count)
    {
        if (Interlocked.Add(ref _waiting, count) <= _options.MaxQueue)
        {
            // A version that its last user left was replaced in the meantime, so that the next look finds another
            while (_current is { } model)
            {
                if (model.TryEnter())
                    return new Admission(model, count, _readers, Free);
            }
        }
        Free(count);
        return null;
    }

    /// <summary>Whether there is a place, as far as one can know before a request's body is read.</summary>
    internal bool HasPlace => QueueLength < _options.MaxQueue;

    /// <summary>When a client that found no place may come again.</summary>
    internal TimeSpan RetryAfter => TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((_current?.Batcher.SecondsPerPicture ?? 0) * _options.MaxQueue)));

    /// <summary>Classifies pictures that have places.</summary>
    internal async Task<ServedAnswer> AnswerAsync(Admission admission, IReadOnlyList<RequestPicture> pictures, CancellationToken cancellation)
    {
        Prediction[] predictions = await Task.WhenAll(pictures.Select(picture => admission.Add(picture, cancellation))).ConfigureAwait(false);
        CountAnswered(predictions.Length);
        return new ServedAnswer(admission.Model.Version, predictions);
    }

    /// <summary>Explains a picture that has a place.</summary>
    internal async Task<ServedExplanation> ExplainAsync(Admission admission, RequestPicture picture, CancellationToken cancellation)
    {
        LoadedModel model = admission.Model;
        admission.Complete(); // no batch need wait for it
        await model.Explaining.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            (Explanation explanation, byte[] overlay) = picture.Explain(model.Classifier, _options.MaxPixels);
            CountAnswered(1);
            return new ServedExplanation(model.Version, explanation, overlay);
        }
        finally
        {
            model.Explaining.Release();
        }
    }

    /// <summary>Loads the zip and lets it answer, the old version only to those who have asked it already.</summary>
    /// <exception cref="ModelFormatException">The file is no model, or one of other classes than the one that answers; that one goes on.</exception>
    /// <exception cref="IOException">It can't be read; the old one goes on.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read; the old one goes on.</exception>
    internal void Load()
    {
        LoadedModel loaded = LoadedModel.Load(FilePath, _options, CountBatch, TellFreed);
        LoadedModel? old = _current;
        try
        {
            if (old is not null && !old.Manifest.Classes.SequenceEqual(loaded.Manifest.Classes))
                throw new ModelFormatException($"its classes are {Names(loaded.Manifest)}, those of the model that is served {Names(old.Manifest)}; restart the service to change classes.");
            loaded.WarmUp(_options.MaxBatch);
        }
        catch
        {
            loaded.Leave();
            throw;
        }
        _current = loaded;
        _problem = null;
        old?.Leave();
    }

    /// <summary>Notes why the newest file was not taken.</summary>
    internal void Refuse(string problem) => _problem = problem;

    private static string Names(ModelManifest manifest) => string.Join(", ", manifest.Classes.Select(name => $"'{name}'"));

    private Admission Enter(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _options.MaxQueue);
        if (_current is null)
            throw new InvalidOperationException($"The model '{Name}' is not loaded; the host has not started, or has stopped.");
        return TryEnter(count) ?? throw new QueueFullException(Name, RetryAfter);
    }

    // The warm-up is no work that anybody asked for
    private void CountAnswered(int pictures)
    {
        if (IsWarm)
            _metrics.Answered(Name, pictures);
    }

    private void CountBatch(int pictures, TimeSpan time)
    {
        if (IsWarm)
            _metrics.BatchRan(Name, pictures, time);
    }

    private void TellFreed()
    {
        if (!_disposed) // else the process is about to end
            VersionFreed?.Invoke();
    }

    private void Free(int count) => Interlocked.Add(ref _waiting, -count);
}
