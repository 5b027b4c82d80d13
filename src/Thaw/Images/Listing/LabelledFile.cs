namespace Thaw.Images.Listing;

/// <summary>A file as listed, before its class has a number.</summary>
internal readonly record struct LabelledFile(string Path, string Name, string Label, string? Group, SplitPart? Part);
