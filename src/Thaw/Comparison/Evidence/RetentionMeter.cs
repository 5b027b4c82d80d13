using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Thaw.Evaluation;
using Thaw.Evaluation.Probes;
using Thaw.Images;
using Thaw.Images.Drawing;
using Thaw.Kernels;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;

namespace Thaw.Comparison.Evidence;

/// <summary>Measures what trained networks keep of their backbone's features. All trials see the same pictures.</summary>
/// <param name="preprocessing">The backbone's.</param>
/// <param name="side">Side of the pictures that the network sees.</param>
/// <param name="source">Pictures of the source task; null where there are none, and drawn ones are used.</param>
/// <param name="batchSize">Pictures a pass.</param>
internal sealed class RetentionMeter(Preprocessing preprocessing, int side, SourcePictures? source, int batchSize)
{
    /// <summary>How many drawn pictures stand in for those of the source.</summary>
    public const int DrawnPictures = 64;

    private const string Layer = "block5_pool";
    private const int PicturesAChunk = 128;
    private const ulong DrawnSeed = 5;
    private Examples? _pictures;
    private string _weights = "";
    private float[] _features = [];
    private float[] _right = [];

    /// <summary>Measures the backbone itself; the first call alone does anything.</summary>
    /// <param name="network">With the backbone's weights; its buffers are planned anew.</param>
    /// <param name="cancellation">Stops it.</param>
    public void Before(Network network, CancellationToken cancellation)
    {
        if (_pictures is not null)
            return;
        Examples pictures = source?.Test ?? Drawn(side);
        _weights = HashOf(network);
        _features = Features(network, pictures, cancellation);
        _right = source is null ? [] : Probe(network, _features, cancellation);
        _pictures = pictures;
    }

    /// <summary>Measures a trained network against the backbone.</summary>
    /// <param name="network">With the kept weights; its buffers are planned anew unless the backbone's part is what it was.</param>
    /// <param name="cancellation">Stops it.</param>
    public Retention After(Network network, CancellationToken cancellation)
    {
        Examples pictures = _pictures ?? throw new InvalidOperationException("The backbone must be measured first.");
        if (HashOf(network) == _weights)
            return new Retention { Similarity = 1, Pictures = pictures.Count, SourceBefore = _right, SourceAfter = _right };
        float[] features = Features(network, pictures, cancellation);
        int width = features.Length / pictures.Count;
        return new Retention
        {
            Similarity = Similarity.LinearCka(_features, width, features, width),
            Pictures = pictures.Count,
            SourceBefore = _right,
            SourceAfter = source is null ? default : Probe(network, features, cancellation),
        };
    }

    /// <summary>The pictures that stand in for those of the source task: drawn surfaces, half of them cracked.</summary>
    /// <param name="side">Their side in pixels.</param>
    internal static Examples Drawn(int side)
    {
        var pictures = new Picture[DrawnPictures];
        Parallel.For(0, pictures.Length, i => pictures[i] = DrawnSurfaces.Draw(i / 2, i % 2 == 1, DrawnSeed, side));
        ImageFile[] files = [.. Enumerable.Range(0, pictures.Length).Select(i => new ImageFile("", $"drawn-{i}", i % 2))];
        var images = LoadedImages.Of(ImageSet.Of("drawn", ["intact", "cracked"], files), pictures);
        return new Examples(images, [.. Enumerable.Range(0, images.Count)]);
    }

    // A chunk at a time, because inputs of all pictures are held at once
    private float[] Features(Network network, Examples pictures, CancellationToken cancellation)
    {
        var features = new List<float>();
        for (int first = 0; first < pictures.Count; first += PicturesAChunk)
        {
            int[] chunk = [.. Enumerable.Range(first, Math.Min(PicturesAChunk, pictures.Count - first)).Select(pictures.ImageOf)];
            features.AddRange(Activations.Of(network, new Examples(pictures.Images, chunk), preprocessing, [Layer], pooled: true, batchSize, cancellation)[0]);
        }
        return [.. features];
    }

    // 1 for each held-out picture that a probe on these features names rightly, 0 for the others
    private float[] Probe(Network network, float[] held, CancellationToken cancellation)
    {
        Examples train = source!.Train, test = source.Test;
        float[] right = new float[test.Count], features = Features(network, train, cancellation);
        if (!features.Concat(held).All(float.IsFinite))
            return right;
        int width = features.Length / train.Count, classes = source.Images.Classes.Count;
        var probe = LinearProbe.Fit(features, width, [.. Enumerable.Range(0, train.Count).Select(train.Label)], classes);
        float[] probabilities = probe.Probabilities(held);
        for (int i = 0; i < right.Length; i++)
            right[i] = Ranking.IndexOfLargest(probabilities.AsSpan(i * classes, classes)) == test.Label(i) ? 1 : 0;
        return right;
    }

    // Of all weights below the head
    private static string HashOf(Network network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter parameter in network.Layers.Take(network.IndexOf("flatten")).SelectMany(layer => layer.Parameters.Concat(layer.Statistics)))
            hash.AppendData(MemoryMarshal.AsBytes(parameter.ToArray().AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
