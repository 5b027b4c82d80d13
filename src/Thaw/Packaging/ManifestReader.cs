using System.Numerics;
using System.Text.Json;
using System.Text.Unicode;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Packaging.MLNet;
using Thaw.Packaging.Onnx;
using Thaw.Tensors;

namespace Thaw.Packaging;

/// <summary>Reads a manifest of unknown origin: every field is there (but <c>temperature</c>, which came later), of its type and within its limits. Fields it does not know are ignored.</summary>
internal static class ManifestReader
{
    public const string Kind = "image-classifier", Fit = "stretch";

    /// <summary>The graph's answers, in the order in which ML.NET makes columns of them.</summary>
    public static IReadOnlyList<string> Outputs { get; } = [OnnxGraph.Score, OnnxGraph.Probability, OnnxGraph.PredictedLabel];

    private const int MaxClasses = 65_536, MaxUnits = 65_536, MaxSide = 4096, MaxWidth = 16;

    /// <summary>Parses and checks.</summary>
    /// <param name="utf8">The entry's bytes.</param>
    /// <exception cref="ModelFormatException">Something is missing or out of range; the message names the field.</exception>
    public static ModelManifest Read(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
            throw new ModelFormatException($"{ModelZip.ManifestEntry} is not UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            return Parse(new ManifestField(document.RootElement, ModelZip.ManifestEntry));
        }
        catch (JsonException e)
        {
            throw new ModelFormatException($"{ModelZip.ManifestEntry} is not valid JSON: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        catch (InvalidOperationException e) // an escaped half of a surrogate pair, in a name or a value
        {
            throw new ModelFormatException($"{ModelZip.ManifestEntry} holds text that is not valid Unicode.", e);
        }
    }

    private static ModelManifest Parse(ManifestField root)
    {
        int version = root["formatVersion"].Whole(1, int.MaxValue);
        if (version > ModelManifest.CurrentFormat)
            throw new ModelFormatException($"it has format version {version}, and this Thaw reads versions up to {ModelManifest.CurrentFormat}; use a newer Thaw.");
        root["kind"].OneOf(Kind);
        ManifestField network = root["network"], head = network["head"], preprocessing = root["preprocessing"], resize = preprocessing["resize"];
        ManifestField training = root["training"], weights = root["weights"];
        resize["fit"].OneOf(Fit);
        string[] classes = Classes(root);
        var manifest = new ModelManifest
        {
            FormatVersion = version,
            ThawVersion = root["thaw"].Text(),
            Classes = classes,
            Threshold = root["threshold"].Single(0, 1),
            Temperature = root.Has("temperature") ? root["temperature"].Number(0.01, 100) : 1,
            Network = Vgg.Named(network["name"].OneOf([.. Vgg.All.Select(vgg => vgg.Name)])),
            Width = network["width"].Number(1e-6, MaxWidth),
            ImageSize = network["imageSize"].Whole(Vgg.SmallestSide, MaxSide),
            Head = new Head { Units = head["units"].Whole(0, MaxUnits), Dropout = head["dropout"].Single(0, MathF.BitDecrement(1)) },
            Oversampling = version == 1 ? 1 : Oversampling(root["pipeline"]),
            ResizeFilter = resize["filter"].OneOf("triangle", "box") == "triangle" ? ResizeFilter.Triangle : ResizeFilter.Box,
            Preprocessing = Preprocessing(preprocessing),
            BackboneName = root["backbone"]["name"].Text(),
            BackboneSha256 = root["backbone"]["sha256"].Sha256(),
            Plan = training["plan"].Text(),
            Seed = training["seed"].Seed(),
            BestEpoch = training["bestEpoch"].Whole(0, int.MaxValue),
            ValidationLoss = training["validation"]["loss"].NumberOrNull(0, double.MaxValue),
            ValidationAccuracy = training["validation"]["accuracy"].NumberOrNull(0, 1),
            WeightsEntry = weights["entry"].Text(),
            WeightsSha256 = weights["sha256"].Sha256(),
        };
        weights["format"].OneOf(manifest.WeightsFormat);
        return manifest;
    }

    private static int Oversampling(ManifestField pipeline)
    {
        pipeline["input"].OneOf(PipelineSteps.Path);
        pipeline["pixels"].OneOf(OnnxGraph.Pixels);
        foreach ((ManifestField output, string name) in pipeline["outputs"].List(Outputs.Count, Outputs.Count).Zip(Outputs))
            output.OneOf(name);
        int oversampling = pipeline["oversampling"].Whole(1, OnnxGraphOptions.MaxOversampling);
        return BitOperations.IsPow2(oversampling)
            ? oversampling
            : throw new ModelFormatException($"{ModelZip.ManifestEntry}: 'pipeline.oversampling' should be a power of two, got {oversampling}.");
    }

    private static string[] Classes(ManifestField root)
    {
        string[] classes = root["classes"].List(2, MaxClasses).Select(field => field.Text()).ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (classes.FirstOrDefault(name => !seen.Add(name)) is { } twice)
            throw new ModelFormatException($"{ModelZip.ManifestEntry} names the class '{twice}' twice.");
        if (classes.Length == 2)
            root["positiveClass"].OneOf(classes[1]);
        return classes;
    }

    private static Preprocessing Preprocessing(ManifestField field)
    {
        float[] Three(string name) => field[name].List(3, 3).Select(value => value.Single(-1e6f, 1e6f)).ToArray();
        float[] deviation = Three("deviation");
        if (deviation.Contains(0))
            throw new ModelFormatException($"{ModelZip.ManifestEntry}: 'preprocessing.deviation' holds 0, which nothing can be divided by.");
        return new Preprocessing
        {
            Order = field["colourOrder"].OneOf("rgb", "bgr") == "rgb" ? ColourOrder.Rgb : ColourOrder.Bgr,
            Scale = field["scale"].Single(-1e6f, 1e6f),
            Mean = Three("mean"),
            Deviation = deviation,
        };
    }
}
