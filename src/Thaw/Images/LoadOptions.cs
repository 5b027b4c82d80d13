namespace Thaw.Images;

/// <summary>How <see cref="LoadedImages"/> reads files.</summary>
public sealed record LoadOptions
{
    /// <summary>The part of the files that may be unreadable before the set is refused, in [0, 1]; default 0.1.</summary>
    public double MaxUnreadableFraction
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxUnreadableFraction), value, "Expected a fraction in [0, 1].");
    } = 0.1;

    /// <summary>Threads that read; 0, the default, for one a core. The result does not depend on it.</summary>
    public int Threads
    {
        get;
        init => field = value >= 0 ? value
            : throw new ArgumentOutOfRangeException(nameof(Threads), value, "Expected 0 (one a core) or more.");
    }

    /// <summary>How pictures are brought to size. Default <see cref="ResizeFilter.Triangle"/>.</summary>
    public ResizeFilter Filter { get; init; }

    /// <summary>Told the number of files done, in no strict order and from several threads; null for nobody.</summary>
    public IProgress<int>? Progress { get; init; }
}
