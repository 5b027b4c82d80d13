using Thaw.Images;

namespace Thaw.Training;

/// <summary>Some of the loaded pictures with their labels, for example the training part of a split.</summary>
/// <param name="images">The pictures.</param>
/// <param name="indices">Which of them, in a fixed order.</param>
public sealed class Examples(LoadedImages images, IReadOnlyList<int> indices)
{
    /// <summary>How many there are.</summary>
    public int Count => indices.Count;

    /// <summary>The pictures that these are taken from.</summary>
    public LoadedImages Images => images;

    /// <summary>Index into <see cref="Images"/> of an example.</summary>
    /// <param name="example">0 to Count - 1.</param>
    public int ImageOf(int example) => indices[example];

    /// <summary>RGB bytes of an example.</summary>
    /// <param name="example">0 to Count - 1.</param>
    public ReadOnlySpan<byte> Pixels(int example) => images.Pixels(indices[example]);

    /// <summary>Index of an example's class.</summary>
    /// <param name="example">0 to Count - 1.</param>
    public int Label(int example) => images.Files[indices[example]].Label;

    /// <summary>SHA-256 of an example's pixels.</summary>
    /// <param name="example">0 to Count - 1.</param>
    public string ContentHash(int example) => images.ContentHash(indices[example]);
}
