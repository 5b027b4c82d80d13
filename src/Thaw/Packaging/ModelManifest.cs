using Thaw.Evaluation.Calibration;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;

namespace Thaw.Packaging;

/// <summary>What a model zip says about its model: the entry <c>manifest.json</c>.</summary>
public sealed record ModelManifest
{
    /// <summary>The format that this version of Thaw writes, and the newest that it reads.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The version of the format, from 1, whose weights are a safetensors file. Since 2 they are those of the ONNX graph that ML.NET runs.</summary>
    public int FormatVersion { get; init; } = CurrentFormat;

    /// <summary>The version of Thaw that wrote the zip.</summary>
    public required string ThawVersion { get; init; }

    /// <summary>Names of the classes in label order: two or more, all different.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Of two classes the second, whose probability the network's one logit gives; null for more.</summary>
    public string? PositiveClass => Classes.Count == 2 ? Classes[1] : null;

    /// <summary>Of two classes, the probability of the positive one from which a picture is called positive, 0 to 1.</summary>
    public required float Threshold { get; init; }

    /// <summary>
    /// What the logits are divided by to make the probabilities as sure as they are right, 0.01 to 100; 1, which changes nothing, in zips that do
    /// not tell it. The zip's graph does not apply it. See <see cref="TemperatureScaling"/>.
    /// </summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Which VGG it is.</summary>
    public required Vgg Network { get; init; }

    /// <summary>Factor on the paper's channels, above 0 and up to 16.</summary>
    public required double Width { get; init; }

    /// <summary>The side in pixels of the squares that the network sees, 32 to 4096.</summary>
    public required int ImageSize { get; init; }

    /// <summary>The head.</summary>
    public required Head Head { get; init; }

    /// <summary>How a picture of any size is stretched to <see cref="ImageSize"/>.</summary>
    public required ResizeFilter ResizeFilter { get; init; }

    /// <summary>How pixels become the network's input.</summary>
    public required Preprocessing Preprocessing { get; init; }

    /// <summary>
    /// How many times as wide and as high as the network's the pictures are that the zip's ONNX graph takes and averages: a power of two, 1 to 64; 1 in
    /// zips of format version 1, which hold no graph. Thaw itself does not need it.
    /// </summary>
    public int Oversampling { get; init; } = 1;

    /// <summary>The name of the backbone that training started from.</summary>
    public required string BackboneName { get; init; }

    /// <summary>SHA-256 of that backbone's file, 64 lower-case hexadecimal digits.</summary>
    public required string BackboneSha256 { get; init; }

    /// <summary>The name of the plan that it was trained by.</summary>
    public required string Plan { get; init; }

    /// <summary>The seed of the trial.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The epoch whose weights these are, counted from 1; 0 where nothing was trained.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Loss on the validation pictures, in nats; NaN where it is not known.</summary>
    public required double ValidationLoss { get; init; }

    /// <summary>Accuracy on the validation pictures, 0 to 1; NaN where it is not known.</summary>
    public required double ValidationAccuracy { get; init; }

    /// <summary>The zip entry that holds the weights.</summary>
    public required string WeightsEntry { get; init; }

    /// <summary>SHA-256 of that entry, uncompressed: 64 lower-case hexadecimal digits.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>What that entry is.</summary>
    internal string WeightsFormat => FormatVersion == 1 ? "safetensors" : "onnx";
}
