using Thaw.Images;
using Thaw.Kernels;
using Thaw.Training;

namespace Thaw.Comparison.Evidence;

/// <summary>
/// Pictures of the task that the backbone was trained on, of which a linear probe learns from 70% of each class and is tested on the rest. The choice
/// is the same for the same files on every machine.
/// </summary>
public sealed class SourcePictures
{
    /// <summary>The most pictures that are used, so that measuring stays cheap: 1,000.</summary>
    public const int MostPictures = 1000;

    /// <summary>The most classes that are used, so that each keeps ten pictures or more: 100.</summary>
    public const int MostClasses = 100;

    private const double TrainShare = 0.7;
    private const ulong ClassStream = 0x50, PictureStream = 0x51;

    /// <summary>Splits pictures.</summary>
    /// <param name="images">As chosen by <see cref="Choose"/>, square, at the size that the network sees.</param>
    /// <exception cref="ImageSetException">A class has fewer than two readable pictures.</exception>
    public SourcePictures(LoadedImages images)
    {
        ArgumentNullException.ThrowIfNull(images);
        Images = images;
        var train = new List<int>();
        var test = new List<int>();
        foreach (IGrouping<int, int> members in Enumerable.Range(0, images.Count).GroupBy(i => images.Files[i].Label).OrderBy(group => group.Key))
        {
            int[] order = Shuffled(members, members.Key);
            if (order.Length < 2)
                throw new ImageSetException($"The class '{images.Classes[members.Key]}' of the source pictures has only one readable picture; a probe needs two or more.");
            int learnt = Math.Clamp((int)Math.Round(TrainShare * order.Length), 1, order.Length - 1);
            train.AddRange(order[..learnt]);
            test.AddRange(order[learnt..]);
        }
        Train = new Examples(images, train);
        Test = new Examples(images, test);
    }

    /// <summary>All of them.</summary>
    public LoadedImages Images { get; }

    /// <summary>What the probe learns from.</summary>
    internal Examples Train { get; }

    /// <summary>What it is tested on.</summary>
    internal Examples Test { get; }

    /// <summary>
    /// Lists the source task's pictures and chooses those that are used: of more than <see cref="MostClasses"/> classes so many, and of each class
    /// equally many, <see cref="MostPictures"/> in all at most, drawn from the files in the order of their names with a fixed seed. Parts that the
    /// set itself names (<c>train</c>, <c>val</c>, <c>test</c>) are put together.
    /// </summary>
    /// <param name="path">As for <see cref="ImageSet.Load"/>.</param>
    /// <exception cref="ImageSetException">The path is missing or holds fewer than two classes, or a class has one picture.</exception>
    public static ImageSet Choose(string path)
    {
        var all = ImageSet.Load(path);
        int[] classes = Enumerable.Range(0, all.Classes.Count).ToArray();
        if (classes.Length > MostClasses)
        {
            new Pcg32(0, ClassStream).Shuffle<int>(classes);
            classes = [.. classes.Take(MostClasses).Order()];
        }
        ILookup<int, ImageFile> byClass = all.Files.ToLookup(file => file.Label);
        var files = new List<ImageFile>();
        for (int label = 0; label < classes.Length; label++)
        {
            ImageFile[] members = [.. byClass[classes[label]]];
            if (members.Length < 2)
                throw new ImageSetException($"The class '{all.Classes[classes[label]]}' of the source pictures in '{path}' has only one picture; a probe needs two or more.");
            int here = label;
            files.AddRange(Shuffled(Enumerable.Range(0, members.Length), classes[label]).Take(MostPictures / classes.Length)
                .Select(i => members[i] with { Label = here }));
        }
        return all.With([.. classes.Select(label => all.Classes[label])], [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)]);
    }

    private static int[] Shuffled(IEnumerable<int> items, int label)
    {
        int[] order = [.. items];
        new Pcg32((ulong)label, PictureStream).Shuffle<int>(order);
        return order;
    }
}
