namespace Thaw.Weights.Store.Downloads;

/// <summary>How far a download is.</summary>
/// <param name="Done">Bytes that are here.</param>
/// <param name="Total">Bytes in all; null where the server does not say.</param>
/// <param name="Note">A line for whoever waits, such as why it is being tried again; null where there is nothing to say.</param>
public readonly record struct DownloadProgress(long Done, long? Total, string? Note = null);
