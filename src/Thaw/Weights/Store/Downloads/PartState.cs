namespace Thaw.Weights.Store.Downloads;

/// <summary>What must be known of an unfinished file so that a server can be asked for the rest of it.</summary>
/// <param name="Address">Where it comes from.</param>
/// <param name="Validator">
/// What the server calls this version: a strong entity tag with its quotes, or else the date of its last change as the server wrote it (RFC 9110,
/// section 13.1.5: what If-Range takes); null where it said neither, and the file cannot be resumed.
/// </param>
/// <param name="Total">Bytes in all; null where the server did not say.</param>
internal sealed record PartState(string Address, string? Validator, long? Total);
