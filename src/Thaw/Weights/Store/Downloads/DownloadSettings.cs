namespace Thaw.Weights.Store.Downloads;

/// <summary>How patient a download is.</summary>
internal sealed record DownloadSettings
{
    /// <summary>How long nothing may come before a try is given up.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many tries in a row may bring nothing new.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>The pause after the first such try; it doubles with each.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause that a server may ask for.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The largest file, in bytes: what one array can hold.</summary>
    public long MaxBytes { get; init; } = Array.MaxLength;
}
