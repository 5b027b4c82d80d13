namespace Thaw.Images;

/// <summary>One labelled file of an <see cref="ImageSet"/>.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Name">
/// Path relative to the set's folder with <c>/</c> between the parts, on every system: names the file in results.
/// </param>
/// <param name="Label">Index of its class in <see cref="ImageSet.Classes"/>.</param>
/// <param name="Group">
/// What it was taken from (a patient, a bridge), if the set says so: pictures of one group never stand on both sides of a
/// split that Thaw makes.
/// </param>
/// <param name="Part">The part of the split that the set itself puts it in; null if the set leaves that open.</param>
public sealed record ImageFile(string Path, string Name, int Label, string? Group = null, SplitPart? Part = null);
