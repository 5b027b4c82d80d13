namespace Thaw.Images;

/// <summary>What a file's header says, without its pixels.</summary>
/// <param name="Format">The file format, told by the first bytes.</param>
/// <param name="Width">Width in pixels as displayed, that is after the EXIF orientation is applied; at least 1.</param>
/// <param name="Height">Height in pixels as displayed; at least 1.</param>
public sealed record ImageHeader(ImageFormat Format, int Width, int Height);
