namespace Thaw.Weights.Store;

/// <summary>What the store knows of a backbone in it, without reading the weights.</summary>
public sealed record StoredBackbone
{
    /// <summary>The name it was stored under.</summary>
    public required string Name { get; init; }

    /// <summary>Full path of the file, which is kept as it came. Whether it is still there and whole is found by loading it.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the file, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Size of the file in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Where it came from: an address, or the full path of the file that was imported.</summary>
    public required string Source { get; init; }

    /// <summary>Which VGG it is, such as <c>vgg16</c>.</summary>
    public required string Network { get; init; }

    /// <summary>Factor on the paper's channels.</summary>
    public required double Width { get; init; }

    /// <summary>Side of the pictures it was trained on, in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>When it was stored, in UTC, to the second.</summary>
    public required DateTimeOffset Added { get; init; }
}
