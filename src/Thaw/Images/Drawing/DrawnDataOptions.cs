namespace Thaw.Images.Drawing;

/// <summary>How much <see cref="DrawnData"/> draws.</summary>
public sealed record DrawnDataOptions
{
    /// <summary>Pictures of each class, 1 to 1,000,000; default 150.</summary>
    public int PerClass
    {
        get;
        init => field = value is >= 1 and <= 1_000_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(PerClass), value, "Expected 1 to 1,000,000 pictures of each class.");
    } = 150;

    /// <summary>Pixels along a side of every picture, 8 to 1024; default 64.</summary>
    public int Size
    {
        get;
        init => field = value is >= 8 and <= 1024 ? value
            : throw new ArgumentOutOfRangeException(nameof(Size), value, "Expected 8 to 1024 pixels along a side.");
    } = 64;

    /// <summary>
    /// How far the pictures are from photographs, 0 to 1, for the sets with a dial (<see cref="DrawnData.HasDistance"/>); null, the
    /// default, is the set's own.
    /// </summary>
    public double? Distance
    {
        get;
        init => field = value is null or (>= 0 and <= 1) ? value
            : throw new ArgumentOutOfRangeException(nameof(Distance), value, "Expected a distance from 0 to 1.");
    }

    /// <summary>Picks the series; the same seed gives the same pixels on every machine. Default 0.</summary>
    public ulong Seed { get; init; }
}
