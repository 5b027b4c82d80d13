using System.Text.RegularExpressions;
using Thaw.Serving;

namespace Thaw.Service;

/// <summary>What a service serves, and its limits.</summary>
public sealed partial class ThawServiceOptions
{
    private readonly Dictionary<string, string> _models = new(StringComparer.Ordinal);

    /// <summary>Paths of model zips by the names that requests ask for.</summary>
    public IReadOnlyDictionary<string, string> Models => _models;

    /// <summary>Threads that each model's network runs on, and as many that read the pictures of all requests; 0 (the default) for one a processor, at most 1,024.</summary>
    public int Threads { get; set; }

    /// <summary>
    /// The most pictures of a model that wait or are worked on at one time, 1 to 100,000; 64 by default. A request whose pictures do not fit is answered 503 at once.
    /// Together with the time that a picture takes, this bounds how long an accepted request waits.
    /// </summary>
    public int MaxQueue { get; set; } = 64;

    /// <summary>The most pictures that go through a network together, 1 to 32; 32 by default.</summary>
    public int MaxBatch { get; set; } = Classifier.MaxBatch;

    /// <summary>
    /// How long a batch waits, at most, for pictures of requests that have come but are not decoded yet; 0 to 1 second. By default (null) as long as the network takes for
    /// the pictures that it has already, and 5 ms at most: a longer wait costs them more than a larger batch brings. Where no other request is under way, none waits.
    /// </summary>
    public TimeSpan? GatherTime { get; set; }

    /// <summary>The most pictures of one request, 1 to 10,000; 32 by default; no more than <see cref="MaxQueue"/> are taken.</summary>
    public int MaxPictures { get; set; } = 32;

    /// <summary>The longest body of a request, in bytes, 1,024 to 2^30; 32 MiB by default.</summary>
    public long MaxBodyBytes { get; set; } = 32 << 20;

    /// <summary>The most memory that the bodies of all requests take together, in bytes, 2^20 to 2^36, and no less than <see cref="MaxBodyBytes"/>; 256 MiB by default. Beyond it requests are answered 503.</summary>
    public long MaxBufferedBytes { get; set; } = 256 << 20;

    /// <summary>The most pixels (width times height) of a picture, 1 to 10^9; 50 million by default. Told by the picture's header, before it is decoded.</summary>
    public long MaxPixels { get; set; } = 50_000_000;

    /// <summary>How long the body of a request may take to arrive, 100 ms to 1 hour; 30 seconds by default. A slower client gets 408.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the zips are looked at for a new version, up to 1 hour; each second by default, and never where it is 0.</summary>
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The most pictures of a request, seeing that more than the queue has places would never be answered.</summary>
    internal int MostPictures => Math.Min(MaxPictures, MaxQueue);

    /// <summary>Adds a model.</summary>
    /// <param name="name">What requests call it: 1 to 64 of the letters A to Z and a to z, digits, <c>.</c>, <c>_</c> and <c>-</c>, not only dots.</param>
    /// <param name="path">A model zip; relative to the working directory of the process.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">The name has other characters, or is taken.</exception>
    public ThawServiceOptions AddModel(string name, string path)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!IsName(name))
            throw new ArgumentException($"Expected a model's name of 1 to 64 letters, digits, '.', '_' and '-', got '{name}'.", nameof(name));
        if (!_models.TryAdd(name, Path.GetFullPath(path)))
            throw new ArgumentException($"Two models are called '{name}'; give one of them another name.", nameof(name));
        return this;
    }

    /// <summary>Whether a model can have this name; see <see cref="AddModel"/>.</summary>
    /// <param name="name">A name.</param>
    public static bool IsName(string name) => NamePattern().IsMatch(name) && name.Trim('.').Length > 0;

    /// <summary>Throws where a value is out of its range.</summary>
    /// <exception cref="ArgumentException">One line says which, what it may be and what it is.</exception>
    internal void Check()
    {
        if (_models.Count == 0)
            throw new ArgumentException("No model is served; add one with AddModel(name, path).");
        Range(nameof(Threads), Threads, 0, 1024);
        Range(nameof(MaxQueue), MaxQueue, 1, 100_000);
        Range(nameof(MaxBatch), MaxBatch, 1, Classifier.MaxBatch);
        Range(nameof(MaxPictures), MaxPictures, 1, 10_000);
        Range(nameof(MaxBodyBytes), MaxBodyBytes, 1024, 1 << 30);
        Range(nameof(MaxBufferedBytes), MaxBufferedBytes, Math.Max(1 << 20, MaxBodyBytes), 1L << 36);
        Range(nameof(MaxPixels), MaxPixels, 1, 1_000_000_000);
        Range(nameof(GatherTime), GatherTime ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Range(nameof(BodyTimeout), BodyTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        Range(nameof(WatchInterval), WatchInterval, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    private static void Range<T>(string name, T value, T least, T most) where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            throw new ArgumentException($"{name} is {value}; expected {least} to {most}.");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
