using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;

namespace Thaw.Training;

/// <summary>
/// What frozen layers give for each picture and each of its augmented views, computed once and kept in a memory-mapped file. The
/// file's name is a hash of all that the features depend on, so that plans and seeds that share a boundary share the file.
/// </summary>
internal sealed class FeatureCache : IBatchSource
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _length;

    private FeatureCache(string path, int count, int views, int length)
    {
        Count = count;
        _length = length;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, (long)count * views * length * sizeof(float), MemoryMappedFileAccess.Read);
    }

    public int Count { get; }

    // Small rows are copied faster than another thread is told to
    public bool IsSlow => _length >= 16 * 1024;

    /// <summary>Opens the cache for a boundary, after computing it if the folder has none.</summary>
    /// <param name="network">Its layers below the boundary compute the features; its buffers are planned anew.</param>
    /// <param name="boundaries">Rising; the last one is the index of the first layer that is not run. The features of each are computed from
    /// those of the one before, whose caches are made too if there is none.</param>
    /// <param name="examples">The pictures.</param>
    /// <param name="preprocessing">The backbone's.</param>
    /// <param name="phase">Whose augmentation and number of views count.</param>
    /// <param name="seed">Seed of the augmentation.</param>
    /// <param name="batch">Pictures a forward pass.</param>
    /// <param name="folder">Where the file goes; created if need be.</param>
    /// <param name="cancellation">Stops the computation; no file is left then.</param>
    public static FeatureCache Open(Network network, ReadOnlySpan<int> boundaries, Examples examples, Preprocessing preprocessing, Phase phase, ulong seed,
        int batch, string folder, CancellationToken cancellation)
    {
        int boundary = boundaries[^1], length = network.InputShapes[boundary].Length, views = phase.EffectiveViews;
        string path = FileOf(network, boundary, examples, preprocessing, phase, seed, folder);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            int start = boundaries.Length > 1 ? boundaries[^2] : 0;
            using IBatchSource source = start > 0
                ? Open(network, boundaries[..^1], examples, preprocessing, phase, seed, batch, folder, cancellation)
                : new PictureBatches(examples, preprocessing, phase.Augmentation, seed);
            AtomicFile.Write(path, stream => Compute(network, start, boundary, source, views, batch, stream, cancellation));
        }
        return new FeatureCache(path, examples.Count, views, length);
    }

    /// <summary>The file that <see cref="Open"/> opens.</summary>
    public static string FileOf(Network network, int boundary, Examples examples, Preprocessing preprocessing, Phase phase, ulong seed, string folder) =>
        Path.Combine(folder, Key(network, boundary, examples, preprocessing, phase, seed) + ".features");

    public void Fill(ReadOnlySpan<int> examples, int view, Span<float> target)
    {
        for (int i = 0; i < examples.Length; i++)
        {
            long row = (long)view * Count + examples[i];
            _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)row * (ulong)_length * sizeof(float), target.Slice(i * _length, _length));
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private static void Compute(Network network, int start, int boundary, IBatchSource source, int views, int batch, Stream stream,
        CancellationToken cancellation)
    {
        network.Plan(batch, start: start, end: boundary);
        using var batches = new PreparedBatches(batch, network.InputShapes[start].Length);
        float[] features = new float[network.InputShapes[boundary].Length * batch];
        int[] examples = Enumerable.Range(0, source.Count).ToArray();
        for (int view = 0; view < views; view++)
        {
            batches.Begin(source, examples, view);
            while (batches.Next(out ReadOnlySpan<float> input) is { Length: > 0 and int count })
            {
                cancellation.ThrowIfCancellationRequested();
                network.SetCount(count);
                network.Device.Upload(input, network.Input);
                Span<float> result = features.AsSpan(0, count * network.InputShapes[boundary].Length);
                network.Device.Download(network.Forward(count), result);
                stream.Write(MemoryMarshal.AsBytes(result));
            }
        }
    }

    private static string Key(Network network, int boundary, Examples examples, Preprocessing preprocessing, Phase phase, ulong seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter parameter in network.Layers.Take(boundary).SelectMany(layer => layer.Parameters.Concat(layer.Statistics)))
            hash.AppendData(MemoryMarshal.AsBytes(parameter.ToArray().AsSpan()));
        var text = new StringBuilder();
        text.Append(FormattableString.Invariant($"{boundary};{network.InputShapes[boundary]};{preprocessing.Order};{preprocessing.Scale};"));
        text.AppendJoin(',', preprocessing.Mean).Append(';').AppendJoin(',', preprocessing.Deviation).Append(';');
        if (!phase.Augmentation.IsNone)
            text.Append(FormattableString.Invariant($"{phase.Augmentation};{phase.Views};{seed};"));
        for (int i = 0; i < examples.Count; i++)
            text.Append(phase.Augmentation.IsNone ? 0 : examples.ImageOf(i)).Append(' ').Append(examples.ContentHash(i)).Append('\n');
        hash.AppendData(Encoding.UTF8.GetBytes(text.ToString()));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }
}
