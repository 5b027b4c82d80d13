using Thaw.Serving;

namespace Thaw.Service;

/// <summary>What a served model says of pictures.</summary>
/// <param name="ModelVersion">Which version of the model said it; see <see cref="ServedClassifier.Version"/>. The same for all pictures of a request.</param>
/// <param name="Predictions">A prediction a picture, in the order of the request.</param>
public sealed record ServedAnswer(string ModelVersion, IReadOnlyList<Prediction> Predictions);
