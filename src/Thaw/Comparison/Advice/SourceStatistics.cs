using System.Globalization;
using Thaw.Images;
using Thaw.Kernels;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;
using Thaw.Weights;
using Thaw.Weights.Safetensors;
using Thaw.Weights.Store;

namespace Thaw.Comparison.Advice;

/// <summary>
/// What a backbone's features are like for the pictures it was trained on: mean and spread, no picture. They are kept beside the backbone's file, as
/// <c>NAME.source.safetensors</c>, and belong to those weights alone.
/// </summary>
public sealed class SourceStatistics
{
    /// <summary>How the file ends that stands beside a backbone's.</summary>
    public const string Extension = ".source.safetensors";

    private const string HashKey = "backbone_sha256", PicturesKey = "pictures", SourceKey = "source";

    private SourceStatistics(string backboneSha256, int pictures, string source, IReadOnlyList<LayerStatistics> layers) =>
        (BackboneSha256, Pictures, Source, Layers) = (backboneSha256, pictures, source, layers);

    /// <summary>The SHA-256 of the backbone's file.</summary>
    public string BackboneSha256 { get; }

    /// <summary>How many pictures they were computed from.</summary>
    public int Pictures { get; }

    /// <summary>What the pictures are, in words.</summary>
    public string Source { get; }

    /// <summary>The pooling layers of blocks 2 to 5; of the last the covariance is known too.</summary>
    public IReadOnlyList<LayerStatistics> Layers { get; }

    /// <summary>Computes them from pictures of the source.</summary>
    /// <param name="images">The pictures, at the backbone's size; two or more.</param>
    /// <param name="backbone">The backbone.</param>
    /// <param name="source">What the pictures are, in words.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="most">How many pictures to use at most: those that come first in a fixed shuffle. At least 2.</param>
    /// <param name="cancellation">Stops it.</param>
    public static SourceStatistics Of(LoadedImages images, Backbone backbone, string source, Device device, int most = 10_000, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(images.Count, 2);
        int[] order = [.. Enumerable.Range(0, images.Count)];
        new Pcg32(1).Shuffle<int>(order);
        using Network network = backbone.CreateNetwork(device, new Head { Units = 0 }, 2, 0, images.Width);
        var examples = new Examples(images, [.. order.Take(most).Order()]);
        var features = PooledFeatures.Of(network, examples, backbone.Preprocessing, flatten: false, cancellation);
        int last = PooledFeatures.Layers.Count - 1;
        return new SourceStatistics(backbone.Sha256, examples.Count, source,
            [.. PooledFeatures.Layers.Select((layer, i) => LayerStatistics.Of(layer, features.Pooled[i], features.Widths[i], whole: i == last))]);
    }

    /// <summary>Finds those of a backbone.</summary>
    /// <param name="nameOrFile">As the backbone was asked for.</param>
    /// <param name="backbone">The backbone that was found.</param>
    /// <returns>Null where there are none.</returns>
    /// <exception cref="WeightsFormatException">The file is damaged, or belongs to other weights; the message says what to do.</exception>
    public static SourceStatistics? Find(string nameOrFile, Backbone backbone)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrFile);
        ArgumentNullException.ThrowIfNull(backbone);
        if (!File.Exists(nameOrFile) && BackboneStore.Names.Contains(nameOrFile, StringComparer.Ordinal))
        {
            using Stream? stream = BackboneStore.OpenBeside(nameOrFile, Extension);
            return stream is null ? null : Read(stream, nameOrFile + Extension, backbone);
        }
        string file = File.Exists(nameOrFile) ? nameOrFile : BackboneFolder.Default.Describe(nameOrFile).File;
        string beside = Path.ChangeExtension(file, null) + Extension;
        if (!File.Exists(beside))
            return null;
        using FileStream found = File.OpenRead(beside);
        return Read(found, beside, backbone);
    }

    /// <summary>Writes the file that stands beside a backbone's, whole or not at all.</summary>
    /// <param name="path">Where to; replaced if it is there.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var tensors = new NamedTensors(new Dictionary<string, string>
        {
            [HashKey] = BackboneSha256,
            [PicturesKey] = Pictures.ToString(CultureInfo.InvariantCulture),
            [SourceKey] = Source,
        });
        foreach (LayerStatistics layer in Layers)
        {
            int width = layer.Mean.Count;
            tensors.Add($"{layer.Layer}/mean", [width], [.. layer.Mean]);
            tensors.Add($"{layer.Layer}/deviation", [width], [.. layer.Deviation]);
            if (layer.Covariance is { } covariance)
                tensors.Add($"{layer.Layer}/covariance", [width, width], covariance.ToArray());
        }
        SafetensorsFile.Write(path, tensors);
    }

    /// <summary>Reads a file and checks that it belongs to a backbone.</summary>
    internal static SourceStatistics Read(Stream stream, string name, Backbone backbone)
    {
        NamedTensors tensors;
        try
        {
            tensors = SafetensorsFile.Read(stream);
        }
        catch (WeightsFormatException e)
        {
            throw Bad(name, e.Message.TrimEnd('.'), e);
        }
        string hash = tensors.Metadata.GetValueOrDefault(HashKey, ""), count = tensors.Metadata.GetValueOrDefault(PicturesKey, "");
        if (hash != backbone.Sha256)
            throw Bad(name, $"it belongs to weights of the SHA-256 '{hash}', those of '{backbone.Name}' have {backbone.Sha256}");
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int pictures) || pictures < 2)
            throw Bad(name, $"expected a number of pictures of 2 or more, got '{count}'");
        var layers = new List<LayerStatistics>();
        for (int i = 0; i < PooledFeatures.Layers.Count; i++)
        {
            string layer = PooledFeatures.Layers[i];
            int width = Vgg.ChannelsOf(i + 1, backbone.Width);
            float[]? covariance = tensors.Contains($"{layer}/covariance") ? Tensor(tensors, name, $"{layer}/covariance", width, width) : null;
            layers.Add(new LayerStatistics(layer, Tensor(tensors, name, $"{layer}/mean", width), Tensor(tensors, name, $"{layer}/deviation", width),
                covariance is null ? (ReadOnlyMemory<float>?)null : covariance));
        }
        return new SourceStatistics(hash, pictures, tensors.Metadata.GetValueOrDefault(SourceKey, ""), layers);
    }

    private static float[] Tensor(NamedTensors tensors, string file, string name, params int[] shape)
    {
        if (!tensors.TryGet(name, out NamedTensor? tensor) || !tensor.Shape.AsSpan().SequenceEqual(shape))
            throw Bad(file, $"expected a tensor '{name}' of [{string.Join(',', shape)}], got {(tensor is null ? "none" : $"[{string.Join(',', tensor.Shape)}]")}");
        return Array.TrueForAll(tensor.Values, float.IsFinite) ? tensor.Values : throw Bad(file, $"tensor '{name}' holds a value that is not finite");
    }

    private static WeightsFormatException Bad(string name, string what, Exception? cause = null)
    {
        string message = $"The source statistics '{name}' can't be used: {what}. Make them again with: thaw weights statistics BACKBONE SOURCE, or delete the file.";
        return cause is null ? new WeightsFormatException(message) : new WeightsFormatException(message, cause);
    }
}
