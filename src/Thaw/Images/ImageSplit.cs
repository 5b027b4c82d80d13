using Thaw.Images.Listing;
using Thaw.Images.Splitting;

namespace Thaw.Images;

/// <summary>
/// Which pictures train, which validate and which test: three disjoint lists of indices that together hold every file.
/// Every class is in every part. Parts that the set fixes are kept as they are; parts that it leaves open are split off from
/// its training files.
/// </summary>
public sealed class ImageSplit
{
    private readonly SplitPart[] _parts;
    private readonly string?[] _groups;

    private ImageSplit(SplitPart[] parts, string?[] groups, bool isFixed, IReadOnlyList<string> sharedGroups)
    {
        _parts = parts;
        _groups = groups;
        IsFixed = isFixed;
        SharedGroups = sharedGroups;
        Train = Of(SplitPart.Train);
        Validation = Of(SplitPart.Validation);
        Test = Of(SplitPart.Test);
    }

    /// <summary>Indices of the files that train, ascending.</summary>
    public IReadOnlyList<int> Train { get; }

    /// <summary>Indices of the files that validate, ascending; empty if its fraction is 0 and the set has none.</summary>
    public IReadOnlyList<int> Validation { get; }

    /// <summary>Indices of the files that test, ascending; empty if its fraction is 0 and the set has none.</summary>
    public IReadOnlyList<int> Test { get; }

    /// <summary>Whether the set itself says, at least in part, which files train and which do not.</summary>
    public bool IsFixed { get; }

    /// <summary>
    /// Groups with files in more than one part, sorted: where the set itself fixes the parts, or where all files of a class stand in so few
    /// groups that its files had to be divided one by one.
    /// </summary>
    public IReadOnlyList<string> SharedGroups { get; }

    /// <summary>The part of a file.</summary>
    /// <param name="index">Index of the file, as in <see cref="Train"/>.</param>
    public SplitPart PartOf(int index) => _parts[index];

    /// <summary>The group of a file, or null for a file of its own.</summary>
    /// <param name="index">Index of the file, as in <see cref="Train"/>.</param>
    public string? GroupOf(int index) => _groups[index];

    /// <summary>Splits by file names alone; indices are those of <see cref="ImageSet.Files"/>.</summary>
    /// <param name="set">The files.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ImageSetException">
    /// A class, or the number of groups, is too small for the parts, or the group pattern does not fit the names.
    /// </exception>
    public static ImageSplit Create(ImageSet set, SplitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        return Create(set.Files, set.Classes, null, options ?? new SplitOptions());
    }

    /// <summary>
    /// Splits pictures that were read: identical ones stay in one part. Indices are those of <see cref="LoadedImages.Files"/>.
    /// </summary>
    /// <param name="images">The pictures.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ImageSetException">
    /// A class, or the number of groups, is too small for the parts, or the group pattern does not fit the names.
    /// </exception>
    public static ImageSplit Create(LoadedImages images, SplitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        string[] hashes = Enumerable.Range(0, images.Count).Select(images.ContentHash).ToArray();
        return Create(images.Files, images.Classes, hashes, options ?? new SplitOptions());
    }

    internal static ImageSplit Create(
        IReadOnlyList<ImageFile> files, IReadOnlyList<string> classes, IReadOnlyList<string>? hashes, SplitOptions options)
    {
        string?[] groups = [.. GroupNames.Find(files, options.GroupPattern)];
        SplitPart[] parts = files.Select(file => file.Part ?? SplitPart.Train).ToArray();
        bool isFixed = files.Any(file => file.Part is not null);
        // The parts to fill: training, and those that are wanted and that the set does not have
        var open = new List<(SplitPart Part, double Fraction)> { (SplitPart.Train, 0) };
        if (options.ValidationFraction > 0 && !parts.Contains(SplitPart.Validation))
            open.Add((SplitPart.Validation, options.ValidationFraction));
        if (options.TestFraction > 0 && !parts.Contains(SplitPart.Test))
            open.Add((SplitPart.Test, options.TestFraction));
        if (open.Sum(item => item.Fraction) >= 1)
            throw new ImageSetException("The fractions for validation and test add up to 1 or more; nothing would be left to train on.");
        if (open.Count > 1)
            new OpenParts(files, classes, open).Fill(parts, groups, hashes, options);
        var split = new ImageSplit(parts, groups, isFixed, Shared(groups, parts));
        split.CheckClasses(files, classes);
        return split;
    }

    private int[] Of(SplitPart part) => Enumerable.Range(0, _parts.Length).Where(i => _parts[i] == part).ToArray();

    private void CheckClasses(IReadOnlyList<ImageFile> files, IReadOnlyList<string> classes)
    {
        foreach (IReadOnlyList<int> part in new[] { Train, Validation, Test })
        {
            bool[] seen = new bool[classes.Count];
            foreach (int i in part)
                seen[files[i].Label] = true;
            int missing = Array.IndexOf(seen, false);
            if (part.Count > 0 && missing >= 0)
                throw new ImageSetException($"The class '{classes[missing]}' has no readable picture in the {SplitNames.Of(_parts[part[0]])} part of the set; add some or remove the class.");
        }
        if (Train.Count == 0)
            throw new ImageSetException("The set has no pictures to train on: none is in the train part.");
    }

    private static string[] Shared(string?[] groups, SplitPart[] parts) =>
        groups.Zip(parts)
            .Where(item => item.First is not null)
            .GroupBy(item => item.First!, StringComparer.Ordinal)
            .Where(group => group.Select(item => item.Second).Distinct().Count() > 1)
            .Select(group => group.Key)
            .Order(StringComparer.Ordinal)
            .ToArray();
}
