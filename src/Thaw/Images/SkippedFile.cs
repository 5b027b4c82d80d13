namespace Thaw.Images;

/// <summary>A file of a set that could not be read as a picture.</summary>
/// <param name="Name">As <see cref="ImageFile.Name"/>.</param>
/// <param name="Reason">One line that says why.</param>
public sealed record SkippedFile(string Name, string Reason);
