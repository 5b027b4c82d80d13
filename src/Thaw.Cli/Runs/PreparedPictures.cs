using Thaw.Cli.Terminal;
using Thaw.Comparison;
using Thaw.Images;

namespace Thaw.Cli.Runs;

/// <summary>The pictures of a run, read and split.</summary>
internal sealed class PreparedPictures
{
    private readonly string? _groupPattern;

    private PreparedPictures(LoadedImages images, ImageSplit split, string? groupPattern)
    {
        Images = images;
        Split = split;
        _groupPattern = groupPattern;
    }

    /// <summary>The pictures.</summary>
    public LoadedImages Images { get; }

    /// <summary>Their split.</summary>
    public ImageSplit Split { get; }

    /// <summary>Reads all pictures of a set at a size, and splits them.</summary>
    public static PreparedPictures Read(ImageSet set, int side, SplitOptions options, int threads, ISteps steps, CancellationToken cancellation) =>
        Of(Load(set, side, threads, steps, cancellation), options);

    /// <summary>Splits pictures that were read.</summary>
    public static PreparedPictures Of(LoadedImages images, SplitOptions options) => new(images, ImageSplit.Create(images, options), options.GroupPattern);

    /// <summary>Reads all pictures of a set at a size.</summary>
    public static LoadedImages Load(ImageSet set, int side, int threads, ISteps steps, CancellationToken cancellation)
    {
        LoadedImages images;
        using (IStep step = steps.Begin($"Reading {set.Files.Count} pictures", set.Files.Count))
            images = LoadedImages.Load(set, side, side, new LoadOptions { Threads = threads, Progress = new Counter(step) }, cancellation);
        if (images.Skipped.Count > 0)
            steps.Say($"Skipped {images.Skipped.Count} of {set.Files.Count} files that are not readable, such as '{images.Skipped[0].Name}': {images.Skipped[0].Reason}");
        return images;
    }

    /// <summary>What reports say of the pictures.</summary>
    /// <param name="source">The folder as it was given.</param>
    public DataSummary Summary(string source) => new()
    {
        Source = source,
        Classes = Images.Classes,
        Parts = [Part("train", Split.Train), Part("validation", Split.Validation), Part("test", Split.Test)],
        GroupPattern = _groupPattern,
        Skipped = Images.Skipped,
        Duplicates = [.. Images.DuplicatesAcross(Split).SelectMany(Pairs)],
    };

    /// <summary>The test pictures.</summary>
    public TestSet TestSet() => new()
    {
        Names = [.. Split.Test.Select(i => Images.Files[i].Name)],
        Labels = [.. Split.Test.Select(i => Images.Files[i].Label)],
        Groups = FileGroups.Enough([.. Split.Test.Select(i => Split.GroupOf(i))]),
    };

    /// <summary>A test picture by its number, as the network sees it.</summary>
    public Picture TestPicture(int number) => new(Images.Width, Images.Height, Images.Pixels(Split.Test[number]).ToArray());

    private DataPart Part(string name, IReadOnlyList<int> indices)
    {
        int[] counts = new int[Images.Classes.Count];
        foreach (int i in indices)
            counts[Images.Files[i].Label]++;
        return new DataPart(name, counts, [.. indices.Select(i => Split.GroupOf(i)).OfType<string>().Distinct().Order(StringComparer.Ordinal)]);
    }

    private IEnumerable<DuplicatePicture> Pairs(DuplicateGroup same) =>
        from first in same.Indices
        from second in same.Indices
        where Split.PartOf(first) < Split.PartOf(second)
        select new DuplicatePicture(Images.Files[first].Name, NameOf(first), Images.Files[second].Name, NameOf(second));

    private string NameOf(int index) => Split.PartOf(index).ToString().ToLowerInvariant();

    private sealed class Counter(IStep step) : IProgress<int>
    {
        public void Report(int value) => step.Report(value);
    }
}
