using Thaw.Images;

namespace Thaw.Comparison;

/// <summary>The pictures of a comparison and how they were split.</summary>
public sealed record DataSummary
{
    /// <summary>The folder that was read, as it was given.</summary>
    public required string Source { get; init; }

    /// <summary>The class names in label order: label 0 first. Of two classes, the second is the positive one.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The parts of the split, in the order train, validation, test.</summary>
    public required IReadOnlyList<DataPart> Parts { get; init; }

    /// <summary>
    /// The pattern that told which pictures belong together and must stay in one part, or null where there was none.
    /// </summary>
    public string? GroupPattern { get; init; }

    /// <summary>Files that could not be used, in ordinal order of their names.</summary>
    public IReadOnlyList<SkippedFile> Skipped { get; init; } = [];

    /// <summary>Pictures with the same content in two parts: each lets a network be tested on what it was trained on.</summary>
    public IReadOnlyList<DuplicatePicture> Duplicates { get; init; } = [];
}

/// <summary>One part of a split.</summary>
/// <param name="Name"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Counts">Pictures of each class, in label order.</param>
/// <param name="Groups">The groups in this part, in ordinal order; empty where pictures are not grouped.</param>
public sealed record DataPart(string Name, IReadOnlyList<int> Counts, IReadOnlyList<string> Groups);

/// <summary>The same picture in two parts of the split.</summary>
/// <param name="First">The name in the earlier part.</param>
/// <param name="FirstPart">The earlier part's name.</param>
/// <param name="Second">The name in the later part.</param>
/// <param name="SecondPart">The later part's name.</param>
public sealed record DuplicatePicture(string First, string FirstPart, string Second, string SecondPart);
