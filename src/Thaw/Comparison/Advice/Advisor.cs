using Thaw.Evaluation.Probes;
using Thaw.Images;
using Thaw.Kernels;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;
using Thaw.Weights;

namespace Thaw.Comparison.Advice;

/// <summary>Measures a set of pictures with a backbone as it is, in seconds, so that a plan can be advised before any training.</summary>
public static class Advisor
{
    /// <summary>More pictures than this are not measured.</summary>
    public const int MostPictures = 2_000;

    // A probe on n pictures and as many numbers or more costs n³
    private const int WideProbe = 512, MostWithWideProbe = 600, Folds = 5;
    private const ulong Seed = 0x616476697365; // "advise"

    /// <summary>Measures the pictures for training and validation; those for the test are not looked at.</summary>
    /// <param name="images">The pictures, square, at the size that the network is to see.</param>
    /// <param name="split">Their split.</param>
    /// <param name="backbone">What every plan would start from.</param>
    /// <param name="source">What the backbone's features are like for its source; null where that is not known.</param>
    /// <param name="device">Where to compute; not owned.</param>
    /// <param name="threads">Threads for the probes, at least 1; the result does not depend on it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArgumentException">The pictures of both parts are fewer than two.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static SetMeasurements Measure(LoadedImages images, ImageSplit split, Backbone backbone, SourceStatistics? source, Device device, int threads = 1,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(backbone);
        int classes = images.Classes.Count;
        int[] all = [.. split.Train, .. split.Validation];
        if (all.Length > MostPictures)
        {
            new Pcg32(Seed).Shuffle<int>(all);
            all = all[..MostPictures];
        }
        Array.Sort(all);
        using Network network = backbone.CreateNetwork(device, new Head { Units = 0 }, classes, 0, images.Width);
        var features = PooledFeatures.Of(network, new Examples(images, all), backbone.Preprocessing, flatten: true, cancellation);
        int[] labels = [.. all.Select(i => images.Files[i].Label)];
        string?[]? groups = [.. all.Select(split.GroupOf)];
        if (groups.All(group => group is null) || ProbeFolds.Units(all.Length, groups).Length < 2)
            groups = null;

        var blocks = new List<BlockMeasurement>();
        for (int layer = 0; layer < PooledFeatures.Layers.Count; layer++)
        {
            cancellation.ThrowIfCancellationRequested();
            int width = features.Widths[layer];
            blocks.Add(new BlockMeasurement(PooledFeatures.Layers[layer],
                source is null ? double.NaN : SourceDistance.Of(source.Layers[layer], features.Pooled[layer]),
                Probe(features.Pooled[layer], width, labels, classes, groups, threads),
                LogMe.Of(features.Pooled[layer], width, labels, classes)));
        }
        cancellation.ThrowIfCancellationRequested();
        int[] train = new int[classes];
        foreach (int i in split.Train)
            train[images.Files[i].Label]++;
        int[] wide = ProbeFolds.Choose(all.Length, features.FlattenedWidth > WideProbe ? MostWithWideProbe : MostPictures), theirs = [.. wide.Select(i => labels[i])];
        float[] flattened = wide.Length == all.Length ? features.Flattened
            : [.. wide.SelectMany(i => features.Flattened[(i * features.FlattenedWidth)..((i + 1) * features.FlattenedWidth)])];
        return new SetMeasurements
        {
            TrainPictures = split.Train.Count,
            ValidationPictures = split.Validation.Count,
            MeasuredPictures = all.Length,
            Classes = classes,
            SmallestClass = train.Min(),
            Majority = (double)labels.CountBy(label => label).Max(pair => pair.Value) / labels.Length,
            Groups = groups is null ? 0 : ProbeFolds.Units(all.Length, groups).Length,
            Blocks = blocks,
            HeadProbe = Probe(flattened, features.FlattenedWidth, theirs, classes, groups is null ? null : [.. wide.Select(i => groups[i])], threads),
            HeadLogMe = LogMe.Of(flattened, features.FlattenedWidth, theirs, classes),
            DistanceMissing = source is null ? "nothing is known of the pictures that the backbone was trained on" : null,
        };
    }

    /// <summary>Says which of some plans to run; the rule is a table of few numbers, see the decision about advice.</summary>
    /// <param name="measurements">What was measured.</param>
    /// <param name="plans">Names of built-in plans; others are not known to the rule and get no expectation.</param>
    public static PlanAdvice Advise(SetMeasurements measurements, IReadOnlyList<string> plans)
    {
        ArgumentNullException.ThrowIfNull(measurements);
        ArgumentNullException.ThrowIfNull(plans);
        return PlanRule.Advise(measurements, plans);
    }

    private static ProbeAccuracy Probe(float[] features, int width, int[] labels, int classes, string?[]? groups, int threads) =>
        LinearProbe.CrossValidated(features, width, labels, classes, Folds, groups, threads);
}
