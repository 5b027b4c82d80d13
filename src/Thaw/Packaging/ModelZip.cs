using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Thaw.Comparison;
using Thaw.Evaluation;
using Thaw.Images;
using Thaw.Images.Listing;
using Thaw.Networks;
using Thaw.Packaging.MLNet;
using Thaw.Packaging.Onnx;
using Thaw.Weights;
using Thaw.Weights.Onnx;
using Thaw.Weights.Safetensors;

namespace Thaw.Packaging;

/// <summary>
/// Writes and reads model zips: an ordinary zip with <c>manifest.json</c> (<see cref="ModelManifest"/>) and the entries that make it a model of
/// ML.NET. The weights stand once, in the ONNX graph that ML.NET runs, and the manifest points there; in zips of format version 1, which are
/// still read, they are a safetensors file. Reading runs nothing from the file, writes nothing, loads no type by name, and takes memory only for
/// what the manifest's network needs.
/// </summary>
public static class ModelZip
{
    internal const string ManifestEntry = "manifest.json";

    /// <summary>The longest manifest, in bytes.</summary>
    internal const int MaxManifestBytes = 8 << 20;

    /// <summary>What a safetensors file or an ONNX graph may have beside its values, in bytes.</summary>
    private const int MaxHeaderBytes = 1 << 20;

    /// <summary>An ONNX graph tells the names of the classes again, in which a character may be escaped that the manifest has as it is.</summary>
    private const int MostEscaped = 6;

    /// <summary>A regular file that all may read (Unix, -rw-r--r--).</summary>
    private const int FileAttributes = unchecked((int)0x81A40000);

    /// <summary>Writes a model: whole, or where something fails not at all. The same model always gives the same bytes on one operating system.</summary>
    /// <param name="path">Where; a file of that name is replaced, a missing folder is made.</param>
    /// <param name="model">The trained network and how it was trained.</param>
    /// <param name="info">What that does not say; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// The network is not a plain VGG with a head (batch normalisations must be folded first), or a name can't be stored.
    /// </exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, TrainedModel model, ModelInfo? info = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        var tensors = new NamedTensors();
        NetworkWeights.Save(model.Network.Layers, tensors);
        ModelManifest manifest = ManifestOf(model, info ?? new ModelInfo());
        Check(manifest, tensors);
        ModelProto graph = OnnxGraph.Build(manifest, tensors, new OnnxGraphOptions { Oversampling = manifest.Oversampling });
        byte[] json = ManifestWriter.Write(manifest with { WeightsSha256 = Hash(graph) });
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            Add(zip, ManifestEntry, entry => entry.Write(json));
            foreach ((string name, Action<Stream> write) in PipelineEntries.Of(manifest, graph))
                Add(zip, name, write);
        });
    }

    /// <summary>Reads and checks a model.</summary>
    /// <param name="path">A model zip.</param>
    /// <returns>Manifest and weights, in memory; the file is closed again.</returns>
    /// <exception cref="ModelFormatException">The file is no model zip that can be read; one line says why.</exception>
    /// <exception cref="IOException">There is no such file, or it can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static PackagedModel Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new FileNotFoundException(NearNames.Missing("model", path), path);
        using FileStream stream = File.OpenRead(path);
        try
        {
            return ReadFrom(stream);
        }
        catch (ModelFormatException e)
        {
            throw new ModelFormatException($"'{path}' is no model that can be loaded: {e.Message}", e);
        }
    }

    /// <summary>As <see cref="Read"/>, from a stream that can seek and stays open.</summary>
    internal static PackagedModel ReadFrom(Stream stream)
    {
        using var zip = ZipContent.Open(stream);
        byte[] json = zip.Read(ManifestEntry, 0, MaxManifestBytes);
        ModelManifest manifest = ManifestReader.Read(json);
        IReadOnlyList<WeightShape> shapes = WeightLayout.Of(manifest);
        long count = shapes.Sum(shape => shape.Count), beside = MaxHeaderBytes + MostEscaped * (long)json.Length;
        if (WeightLayout.LargestActivation(manifest) > Array.MaxLength || count * sizeof(float) + MaxHeaderBytes > Array.MaxLength)
            throw new ModelFormatException($"{ManifestEntry} describes a network of {count} weights on {manifest.ImageSize}x{manifest.ImageSize} pixels, more than Thaw can hold.");
        byte[] weights = zip.Read(manifest.WeightsEntry, count * 2, Math.Min(count * sizeof(float) + beside, Array.MaxLength));
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(weights));
        if (sha256 != manifest.WeightsSha256)
            throw new ModelFormatException($"'{manifest.WeightsEntry}' should have the SHA-256 {manifest.WeightsSha256}, got {sha256}; the weights were changed or damaged.");
        NamedTensors tensors = Weights(manifest, weights);
        Check(shapes, tensors, manifest.WeightsEntry);
        return new PackagedModel(manifest, tensors);
    }

    private static NamedTensors Weights(ModelManifest manifest, byte[] bytes)
    {
        try
        {
            return manifest.FormatVersion == 1
                ? SafetensorsFile.Read(new MemoryStream(bytes, writable: false))
                : OnnxWeights.Read(GraphStream.Read(bytes));
        }
        catch (Exception e) when (e is WeightsFormatException or ModelFormatException)
        {
            throw new ModelFormatException($"'{manifest.WeightsEntry}': {e.Message}", e);
        }
    }

    private static ModelManifest ManifestOf(TrainedModel model, ModelInfo info) => new()
    {
        ThawVersion = Version(),
        Classes = model.Classes,
        Threshold = info.Threshold ?? model.Trial.Threshold,
        Temperature = model.Trial.Temperature,
        Network = model.Backbone.Network,
        Width = model.Backbone.Width,
        ImageSize = model.Network.InputShapes[0][1],
        Head = HeadOf(model.Network),
        Oversampling = PipelineEntries.OversamplingFor(model.Network.InputShapes[0][1]),
        ResizeFilter = info.ResizeFilter,
        Preprocessing = model.Backbone.Preprocessing,
        BackboneName = model.Backbone.Name,
        BackboneSha256 = model.Backbone.Sha256,
        Plan = model.Plan,
        Seed = model.Trial.Seed,
        BestEpoch = model.Trial.BestEpoch,
        ValidationLoss = model.Trial.ValidationLoss,
        ValidationAccuracy = model.Trial.ValidationAccuracy,
        WeightsEntry = PipelineEntries.Graph,
        WeightsSha256 = new string('0', 2 * SHA256.HashSizeInBytes), // until the graph is there
    };

    /// <summary>What there is to say of a backbone without a trained head; two classes that mean nothing.</summary>
    internal static ModelManifest ManifestOf(Backbone backbone, Network network, Head head) => new()
    {
        ThawVersion = Version(),
        Classes = ["0", "1"],
        Threshold = Decision.Threshold,
        Network = backbone.Network,
        Width = backbone.Width,
        ImageSize = network.InputShapes[0][1],
        Head = head,
        ResizeFilter = ResizeFilter.Triangle,
        Preprocessing = backbone.Preprocessing,
        BackboneName = backbone.Name,
        BackboneSha256 = backbone.Sha256,
        Plan = "none",
        Seed = 0,
        BestEpoch = 0,
        ValidationLoss = double.NaN,
        ValidationAccuracy = double.NaN,
        WeightsEntry = PipelineEntries.Graph,
        WeightsSha256 = new string('0', 2 * SHA256.HashSizeInBytes),
    };

    private static Head HeadOf(Network network) => new()
    {
        Units = network.Layers.OfType<Dense>().SkipLast(1).FirstOrDefault()?.Units ?? 0,
        Dropout = network.Layers.OfType<Dropout>().FirstOrDefault()?.Rate ?? 0,
    };

    // Without what a build adds behind '+', so that all builds of a version write the same bytes
    private static string Version() =>
        typeof(ModelZip).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string Hash(ModelProto graph)
    {
        using var sha256 = SHA256.Create();
        using (var hashing = new CryptoStream(Stream.Null, sha256, CryptoStreamMode.Write))
            GraphStream.Write(hashing, graph);
        return Convert.ToHexStringLower(sha256.Hash!);
    }

    private static void Add(ZipArchive zip, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        entry.ExternalAttributes = FileAttributes;
        using Stream stream = entry.Open();
        write(stream);
    }

    /// <summary>What is about to be written must be readable.</summary>
    private static void Check(ModelManifest manifest, NamedTensors tensors)
    {
        try
        {
            IReadOnlyList<WeightShape> shapes = WeightLayout.Of(ManifestReader.Read(ManifestWriter.Write(manifest)));
            if (shapes.Count != tensors.Count)
                throw new ModelFormatException($"expected the {shapes.Count} tensors of a plain VGG with a head, got {tensors.Count}.");
            Check(shapes, tensors, "the network");
        }
        catch (ModelFormatException e)
        {
            throw new ArgumentException($"The model can't be packed: {e.Message}", e);
        }
    }

    private static void Check(IReadOnlyList<WeightShape> shapes, NamedTensors tensors, string source)
    {
        foreach (WeightShape expected in shapes)
        {
            if (!tensors.TryGet(expected.Name, out NamedTensor? tensor))
                throw new ModelFormatException($"'{source}' has no tensor '{expected.Name}'; expected one of shape [{string.Join(", ", expected.Shape)}].");
            if (!expected.Shape.SequenceEqual(tensor.Shape.Select(size => (long)size)))
                throw new ModelFormatException($"'{source}': tensor '{expected.Name}' should have shape [{string.Join(", ", expected.Shape)}], got [{string.Join(", ", tensor.Shape)}].");
            if (tensor.Values.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
                throw new ModelFormatException($"'{source}': tensor '{expected.Name}' holds a value that is not a number or infinite.");
        }
    }
}
