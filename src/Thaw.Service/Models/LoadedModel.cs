using System.Security.Cryptography;
using Thaw.Images;
using Thaw.Packaging;
using Thaw.Serving;

namespace Thaw.Service.Models;

/// <summary>
/// One version of a model in memory. It counts its users, the one who loaded it included, and is freed when the last one leaves, so that a request ends with the
/// version that it started with.
/// </summary>
internal sealed class LoadedModel
{
    /// <summary>Hexadecimal digits of a version.</summary>
    private const int VersionDigits = 16;

    private int _users = 1;

    private LoadedModel(Classifier classifier, string version, ThawServiceOptions options, Action<int, TimeSpan> ran, Action freed)
    {
        Classifier = classifier;
        Version = version;
        Batcher = new Batcher(classifier, options.MaxBatch, options.GatherTime, ran, () =>
        {
            classifier.Dispose();
            freed();
        });
    }

    public Classifier Classifier { get; }

    public ModelManifest Manifest => Classifier.Manifest;

    public Batcher Batcher { get; }

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of the zip.</summary>
    public string Version { get; }

    public DateTimeOffset LoadedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>Lets one explanation run at a time, so that requests for them do not hold threads that wait.</summary>
    public SemaphoreSlim Explaining { get; } = new(1);

    /// <summary>Loads a zip.</summary>
    /// <param name="path">The zip.</param>
    /// <param name="options">Limits of batches.</param>
    /// <param name="ran">Hears of the number of pictures of each batch and its time.</param>
    /// <param name="freed">Called once, when the last user has left and the memory was freed.</param>
    /// <exception cref="ModelFormatException">It is no model.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static LoadedModel Load(string path, ThawServiceOptions options, Action<int, TimeSpan> ran, Action freed)
    {
        if (!File.Exists(path))
            ModelZip.Read(path); // throws, and tells which file may have been meant
        // One opening for both, so that a file that is replaced meanwhile can't give one's version to the other's weights
        using FileStream stream = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        string version = Convert.ToHexStringLower(SHA256.HashData(stream))[..VersionDigits];
        stream.Position = 0;
        return new LoadedModel(Classifier.Load(stream, options.Threads), version, options, ran, freed);
    }

    /// <summary>Runs the largest batch, and every size that halving gives, so that memory is taken and code compiled before anybody waits for it.</summary>
    public void WarmUp(int maxBatch)
    {
        var picture = new Picture(Manifest.ImageSize, Manifest.ImageSize, new byte[3 * Manifest.ImageSize * Manifest.ImageSize]);
        for (int count = maxBatch; count > 0; count /= 2)
            Classifier.Classify(Enumerable.Repeat(picture, count).ToArray());
    }

    /// <summary>Makes the caller a user; false where the last one has left.</summary>
    public bool TryEnter()
    {
        int users = Volatile.Read(ref _users);
        while (users > 0)
        {
            int seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
                return true;
            users = seen;
        }
        return false;
    }

    /// <summary>Ends what <see cref="TryEnter"/> or loading began.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            Batcher.End();
    }
}
