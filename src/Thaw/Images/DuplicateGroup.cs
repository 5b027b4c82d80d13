namespace Thaw.Images;

/// <summary>Two or more files that are the same picture, pixel for pixel, at the size that the network sees.</summary>
/// <param name="Indices">Indices into <see cref="LoadedImages.Files"/>, ascending.</param>
/// <param name="LabelsDiffer">Whether the same picture stands in more than one class: at least one label is wrong.</param>
public sealed record DuplicateGroup(IReadOnlyList<int> Indices, bool LabelsDiffer);
