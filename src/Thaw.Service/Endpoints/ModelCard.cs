using Thaw.Packaging;

namespace Thaw.Service.Endpoints;

/// <summary>The models of the service.</summary>
/// <param name="Models">In the order of their names.</param>
internal sealed record ModelList(IReadOnlyList<ModelCard> Models);

/// <summary>What a model is, and what it was made from.</summary>
internal sealed record ModelCard
{
    /// <summary>What requests call it.</summary>
    public required string Name { get; init; }

    /// <summary>The version that answers: the first 16 hexadecimal digits of its zip's SHA-256.</summary>
    public required string? Version { get; init; }

    /// <summary><c>loading</c>, <c>ready</c>, or <c>outdated</c> where the newest zip could not be taken.</summary>
    public required string State { get; init; }

    /// <summary>Why the newest zip could not be taken.</summary>
    public required string? Problem { get; init; }

    /// <summary>When the version was loaded.</summary>
    public required DateTimeOffset? LoadedAt { get; init; }

    /// <summary>Names of the classes in label order.</summary>
    public required IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Of two classes, the probability of the second from which a picture is called that.</summary>
    public required float? Threshold { get; init; }

    /// <summary>What logits are divided by for calibrated probabilities.</summary>
    public required double? Temperature { get; init; }

    /// <summary>The side in pixels of what the network sees.</summary>
    public required int? ImageSize { get; init; }

    /// <summary>The network, such as <c>vgg16</c>.</summary>
    public required string? Network { get; init; }

    /// <summary>The backbone that training started from.</summary>
    public required string? Backbone { get; init; }

    /// <summary>The plan that it was trained by.</summary>
    public required string? Plan { get; init; }

    /// <summary>The epoch whose weights these are.</summary>
    public required int? Epoch { get; init; }

    /// <summary>Accuracy on the validation pictures, 0 to 1; absent where it is not known.</summary>
    public required double? ValidationAccuracy { get; init; }

    /// <summary>Loss on the validation pictures, in nats; absent where it is not known.</summary>
    public required double? ValidationLoss { get; init; }

    /// <summary>The version of Thaw that wrote the zip.</summary>
    public required string? ThawVersion { get; init; }

    public static ModelCard Of(ServedClassifier model)
    {
        ModelManifest? manifest = model.Manifest;
        return new ModelCard
        {
            Name = model.Name,
            Version = model.Version,
            State = StateOf(model),
            Problem = model.Problem,
            LoadedAt = model.LoadedAt,
            Classes = manifest?.Classes,
            Threshold = manifest?.PositiveClass is null ? null : manifest.Threshold,
            Temperature = manifest?.Temperature,
            ImageSize = manifest?.ImageSize,
            Network = manifest?.Network.Name,
            Backbone = manifest?.BackboneName,
            Plan = manifest?.Plan,
            Epoch = manifest?.BestEpoch,
            ValidationAccuracy = Known(manifest?.ValidationAccuracy),
            ValidationLoss = Known(manifest?.ValidationLoss),
            ThawVersion = manifest?.ThawVersion,
        };
    }

    /// <summary>A model's state as interfaces tell it.</summary>
    public static string StateOf(ServedClassifier model) => model.State switch
    {
        ModelState.Loading => "loading",
        ModelState.Ready => "ready",
        _ => "outdated",
    };

    private static double? Known(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
