using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;
using Thaw.Weights;

namespace Thaw.Comparison.Evidence;

/// <summary>
/// Measures how far trained backbones have come from the pretrained one. What the untouched backbone gives is computed once. A trial takes one
/// pass of the sample through its backbone, and one more for its first epoch; none where nothing of the backbone trained.
/// </summary>
/// <param name="backbone">The pretrained one.</param>
/// <param name="device">Where to compute; not owned.</param>
/// <param name="images">The pictures.</param>
/// <param name="validation">Which of them the sample is taken from, evenly.</param>
/// <param name="batchSize">Pictures a pass.</param>
internal sealed class DriftMeter(Backbone backbone, Device device, LoadedImages images, IReadOnlyList<int> validation, int batchSize)
{
    /// <summary>The most pictures that features are compared on.</summary>
    public const int MostPictures = 64;

    // So many at a time, so that the lowest block's maps of 64 large pictures need not be held together
    private const int Together = 16;

    private readonly int[] _sample = [.. Enumerable.Range(0, Math.Min(MostPictures, validation.Count))
        .Select(i => validation[(int)((long)i * validation.Count / Math.Min(MostPictures, validation.Count))])];

    private Dictionary<string, float[]>? _features;

    /// <summary>Measures a trained network.</summary>
    /// <param name="network">Made from the backbone, with the weights to measure, which stay as they are; its buffers are planned anew.</param>
    /// <param name="cancellation">Stops it.</param>
    public DriftProfile Measure(Network network, CancellationToken cancellation)
    {
        using Network pretrained = CreatePretrained();
        return Compare(pretrained, network, cancellation);
    }

    /// <summary>What the first steps of a trial did; null where they were not measured.</summary>
    /// <param name="outcome">The trial's, watched in its first steps.</param>
    /// <param name="cancellation">Stops it.</param>
    public HeadShock? Measure(TrialOutcome outcome, CancellationToken cancellation)
    {
        if (outcome.FirstEpochWeights is not { } weights)
            return outcome.FirstSteps.Count == 0 ? new HeadShock([], null) : null;
        using Network pretrained = CreatePretrained(), first = CreatePretrained();
        foreach (Parameter parameter in first.Weights)
        {
            if (weights.TryGetValue(parameter.Name, out float[]? values))
                parameter.Set(values);
        }
        return new HeadShock(outcome.FirstSteps, Compare(pretrained, first, cancellation));
    }

    private DriftProfile Compare(Network pretrained, Network network, CancellationToken cancellation)
    {
        var layers = new List<(string Block, LayerDrift Drift, double Moved, double Length)>();
        foreach (Layer layer in network.Layers.TakeWhile(layer => layer is not Flatten).Where(layer => layer.Parameters.Count > 0))
        {
            double moved = 0, length = 0;
            Layer before = pretrained.Layers.First(other => other.Name == layer.Name);
            foreach ((Parameter was, Parameter now) in before.Parameters.Zip(layer.Parameters))
            {
                (double m, double l) = Squares(was.ToArray(), now.ToArray());
                (moved, length) = (moved + m, length + l);
            }
            layers.Add((layer.Name.Split('_')[0], new LayerDrift(layer.Name, Change(moved, length)), moved, length));
        }
        var weights = layers.GroupBy(layer => layer.Block)
            .Select(block => (Name: block.Key, Moved: block.Sum(layer => layer.Moved), Length: block.Sum(layer => layer.Length))).ToArray();
        int changed = Array.FindIndex(weights, block => block.Moved > 0);
        string[] read = changed < 0 ? [] : [.. weights.Skip(changed).Select(block => PoolOf(block.Name))];
        Dictionary<string, float[]> after = read.Length == 0 ? [] : Features(network, read, cancellation);
        return new DriftProfile(
            [.. layers.Select(layer => layer.Drift)],
            [.. weights.Select(block => new BlockDrift(block.Name, Change(block.Moved, block.Length), Similarity(pretrained, PoolOf(block.Name), after, cancellation)))]);
    }

    private double Similarity(Network pretrained, string layer, Dictionary<string, float[]> after, CancellationToken cancellation)
    {
        if (!after.TryGetValue(layer, out float[]? now))
            return 1;
        _features ??= Features(pretrained, [.. pretrained.Layers.OfType<MaxPooling2D>().Select(pool => pool.Name)], cancellation);
        return _sample.Length < 2 ? double.NaN
            : Evaluation.Similarity.LinearCka(_features[layer], now.Length / _sample.Length, now, now.Length / _sample.Length);
    }

    private Dictionary<string, float[]> Features(Network network, string[] layers, CancellationToken cancellation)
    {
        List<float>[] features = [.. layers.Select(_ => new List<float>())];
        foreach (int[] some in _sample.Chunk(Together))
        {
            IReadOnlyList<float[]> read = Activations.Of(network, new Examples(images, some), backbone.Preprocessing, layers, batchSize: batchSize, cancellation: cancellation);
            for (int i = 0; i < layers.Length; i++)
                features[i].AddRange(read[i]);
        }
        return layers.Zip(features).ToDictionary(pair => pair.First, pair => pair.Second.ToArray());
    }

    // The smallest head: only the backbone matters
    private Network CreatePretrained() => backbone.CreateNetwork(device, new Head { Units = 0 }, 2, 0, images.Width);

    private static string PoolOf(string block) => block + "_pool";

    private static (double Moved, double Length) Squares(float[] before, float[] after)
    {
        double moved = 0, length = 0;
        for (int i = 0; i < before.Length; i++)
        {
            double difference = (double)after[i] - before[i];
            moved += difference * difference;
            length += (double)before[i] * before[i];
        }
        return (moved, length);
    }

    private static double Change(double moved, double length) => moved == 0 ? 0 : Math.Sqrt(moved / length);
}
