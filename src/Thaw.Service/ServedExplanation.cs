using Thaw.Serving;

namespace Thaw.Service;

/// <summary>What a served model says of a picture, and where it looked.</summary>
/// <param name="ModelVersion">Which version of the model said it; see <see cref="ServedClassifier.Version"/>.</param>
/// <param name="Explanation">The prediction, and the heat that speaks for its class.</param>
/// <param name="Overlay">A PNG file: the heat over the picture; see <see cref="Explanation.ToPng(Images.Picture)"/>.</param>
public sealed record ServedExplanation(string ModelVersion, Explanation Explanation, ReadOnlyMemory<byte> Overlay);
