using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;

namespace Thaw.Tests.Training;

public sealed class FeatureCacheTests : IDisposable
{
    private readonly TinyTask _task = new(perClass: 10);

    public void Dispose() => _task.Dispose();

    [Theory]
    [InlineData("flatten")]
    [InlineData("block5")]
    [InlineData("block2")]
    public void Cached_features_are_what_the_layers_give(string boundaryName)
    {
        using var device = new Cpu(2);
        using Network network = _task.CreateNetwork(device);
        int boundary = network.IndexOf(boundaryName), length = network.InputShapes[boundary].Length;
        Phase phase = PhaseWith(Augmentation.Standard, views: 3);
        using FeatureCache cache = Open(network, boundary, phase, seed: 9);
        using var pictures = new PictureBatches(_task.Train, _task.Backbone.Preprocessing, phase.Augmentation, 9);
        network.Plan(1, end: boundary);
        float[] input = new float[32 * 32 * 3], expected = new float[length], cached = new float[length];
        foreach ((int example, int view) in new[] { (0, 0), (5, 2), (_task.Train.Count - 1, 1) })
        {
            pictures.Fill([example], view, input);
            device.Upload(input, network.Input);
            device.Download(network.Forward(1), expected);
            cache.Fill([example], view, cached);
            Assert.Equal(expected, cached);
        }
    }

    [Fact]
    public void Training_on_cached_features_gives_the_bits_of_training_without()
    {
        using var device = new Cpu(2);
        using Network cached = _task.CreateNetwork(device), plain = _task.CreateNetwork(device);
        Plan plan = TinyTask.PlanOf("block5", 2);
        Trainer.Train(cached, plan, _task.Train, _task.Validation, _task.Options());
        TrainWithoutCache(plain, plan.Phases[0], plain.IndexOf("block5"));
        Assert.Equal(TinyTask.WeightsOf(plain), TinyTask.WeightsOf(cached));
    }

    [Fact]
    public void The_file_is_shared_by_what_depends_on_the_same_and_by_nothing_else()
    {
        using var device = new Cpu(1);
        using Network network = _task.CreateNetwork(device, seed: 1), otherHead = _task.CreateNetwork(device, seed: 2);
        Phase plain = PhaseWith(Augmentation.None, 1), augmented = PhaseWith(Augmentation.Standard, 2);
        int flatten = network.IndexOf("flatten");
        Open(network, flatten, plain, 1).Dispose();
        Assert.Single(Files());
        Open(otherHead, flatten, plain, 2).Dispose();
        Assert.Single(Files());
        Open(network, flatten, augmented, 1).Dispose();
        Assert.Equal(2, Files().Length);
        Open(network, flatten, augmented, 2).Dispose();
        Assert.Equal(3, Files().Length);
        Open(network, network.IndexOf("block5"), plain, 1).Dispose();
        Assert.Equal(4, Files().Length);
        Parameter kernel = network.Layers[0].Parameters[0];
        float[] changed = kernel.ToArray();
        changed[0] += 1;
        kernel.Set(changed);
        Open(network, flatten, plain, 1).Dispose();
        Assert.Equal(5, Files().Length);
    }

    [Fact]
    public void Features_computed_from_lower_ones_are_the_same_to_the_last_bit()
    {
        using var device = new Cpu(2);
        using Network network = _task.CreateNetwork(device);
        int lower = network.IndexOf("block4"), higher = network.IndexOf("flatten"), length = network.InputShapes[higher].Length;
        Phase phase = PhaseWith(Augmentation.Standard, views: 2);
        float[] direct = new float[length * _task.Train.Count], onTheWay = new float[direct.Length];
        int[] all = [.. Enumerable.Range(0, _task.Train.Count)];
        using (FeatureCache cache = Open(network, higher, phase, seed: 3))
            cache.Fill(all, 1, direct);
        File.Delete(Assert.Single(Files()));
        using (FeatureCache cache = FeatureCache.Open(network, [lower, higher], _task.Train, _task.Backbone.Preprocessing, phase, 3, 4,
            Path.Combine(_task.Folder, "features"), CancellationToken.None))
            cache.Fill(all, 1, onTheWay);
        Assert.Equal(direct, onTheWay);
        Assert.Equal(2, Files().Length);
        Open(network, lower, phase, seed: 3).Dispose(); // finds the file that was made on the way
        Assert.Equal(2, Files().Length);
    }

    [Fact]
    public void A_trial_makes_on_the_way_what_other_trials_want_of_the_same_views_alone()
    {
        using var device = new Cpu(2);
        using Network network = _task.CreateNetwork(device);
        Plan plan = TinyTask.PlanOf("head", 1);
        Phase same = plan.Phases[0] with { TrainFrom = "block5" }, other = same with { TrainFrom = "block4", Augmentation = Augmentation.Standard };
        TrainerOptions options = _task.Options();
        Trainer.Train(network, plan, _task.Train, _task.Validation, options with { Sharing = [plan.Phases[0], same] });
        Assert.Equal(4, Files().Length); // head and block5, for training and validation
        Directory.Delete(options.CacheFolder, recursive: true);
        Trainer.Train(network, plan, _task.Train, _task.Validation, options with { Sharing = [other, other with { TrainFrom = "all" }] });
        Assert.Equal(3, Files().Length); // validation pictures have one view everywhere
    }

    [Fact]
    public void A_stopped_computation_leaves_no_file()
    {
        using var device = new Cpu(1);
        using Network network = _task.CreateNetwork(device);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => FeatureCache.Open(network, [network.IndexOf("flatten")], _task.Train,
            _task.Backbone.Preprocessing, PhaseWith(Augmentation.None, 1), 1, 4, Path.Combine(_task.Folder, "features"), source.Token));
        Assert.Empty(Files());
    }

    private static Phase PhaseWith(Augmentation augmentation, int views) => new()
    {
        Name = "p",
        TrainFrom = "head",
        Epochs = 1,
        Augmentation = augmentation,
        Views = views,
    };

    private string[] Files() => Directory.Exists(Path.Combine(_task.Folder, "features"))
        ? Directory.GetFiles(Path.Combine(_task.Folder, "features"))
        : [];

    private FeatureCache Open(Network network, int boundary, Phase phase, ulong seed) => FeatureCache.Open(network, [boundary], _task.Train,
        _task.Backbone.Preprocessing, phase, seed, batch: 4, Path.Combine(_task.Folder, "features"), CancellationToken.None);

    // The same epochs with the whole network computed in every step
    private void TrainWithoutCache(Network network, Phase phase, int boundary)
    {
        using var train = new PictureBatches(_task.Train, _task.Backbone.Preprocessing, Augmentation.None, 0);
        using var validation = new PictureBatches(_task.Validation, _task.Backbone.Preprocessing, Augmentation.None, 0);
        network.Plan(8, boundary);
        using var sgd = new Sgd(network, boundary, 1);
        var progress = new TrialProgress(new BestWeights(network, boundary));
        int[] Labels(Examples examples) => [.. Enumerable.Range(0, examples.Count).Select(examples.Label)];
        using var epochs = new PhaseEpochs(network, phase, train, validation, sgd, Labels(_task.Train), Labels(_task.Validation), [], _task.Options());
        for (int epoch = 0; epoch < phase.Epochs; epoch++)
        {
            EpochRow row = epochs.Run(epoch, progress, CancellationToken.None);
            progress.Best.Offer(row.Epoch, row.ValidationLoss);
        }
        progress.Best.Restore();
    }
}
