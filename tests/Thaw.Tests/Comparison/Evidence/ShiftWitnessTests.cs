using Thaw.Comparison.Evidence;
using Thaw.Evaluation;
using Thaw.Images.Corruptions;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.Training;
using Thaw.Training;

namespace Thaw.Tests.Comparison.Evidence;

public sealed class ShiftWitnessTests : IDisposable
{
    private readonly TinyTask _task = new(perClass: 15);

    public void Dispose() => _task.Dispose();

    [Fact]
    public void What_is_told_is_what_the_network_says_of_each_corrupted_picture()
    {
        using var device = new Cpu(2);
        using Network network = _task.CreateNetwork(device);
        ShiftEvidence evidence = new ShiftWitness(_task.Backbone.Preprocessing, _task.Test, 7).Measure(network, Decision.Threshold, default);
        int pictures = _task.Test.Count;
        Assert.Equal(Enumerable.Range(0, pictures), evidence.Pictures);
        Assert.Equal(ShiftWitness.PassesOf(network, pictures), evidence.Told.Count);
        Assert.Equal(30 * pictures, evidence.Told.Count);
        Assert.Equal(2, evidence.Told.Distinct().Count());

        network.Plan(1);
        float[] input = new float[3 * 32 * 32], logits = new float[network.Logits];
        byte[] pixels = new byte[input.Length];
        for (int i = 0; i < evidence.Told.Count; i += 7)
        {
            int corruption = i / (5 * pictures), severity = i / pictures % 5 + 1, picture = i % pictures;
            Corruption.All[corruption].Apply(_task.Test.Pixels(picture), 32, 32, severity, 0, (ulong)_task.Test.ImageOf(picture), pixels);
            _task.Backbone.Preprocessing.Apply(pixels, input);
            device.Upload(input, network.Input);
            device.Download(network.Forward(1), logits);
            Assert.Equal(logits[0] >= 0 ? 1 : 0, evidence.Told[i]);
        }
    }

    [Fact]
    public void Batches_and_threads_change_nothing()
    {
        using var one = new Cpu(1);
        using var two = new Cpu(2);
        using Network first = _task.CreateNetwork(one), second = _task.CreateNetwork(two);
        ShiftEvidence some = new ShiftWitness(_task.Backbone.Preprocessing, _task.Test, 5).Measure(first, Decision.Threshold, default);
        ShiftEvidence others = new ShiftWitness(_task.Backbone.Preprocessing, _task.Test, 32).Measure(second, Decision.Threshold, default);
        Assert.Equal(some.Told, others.Told);
        Assert.Throws<OperationCanceledException>(() =>
            new ShiftWitness(_task.Backbone.Preprocessing, _task.Test, 5).Measure(first, Decision.Threshold, new CancellationToken(true)));
    }

    [Theory]
    [InlineData(160_000_000, 80, 80)] // the built-in backbone
    [InlineData(160_000_000, 10_000, 6250)]
    [InlineData(30_800_000_000, 80, 32)] // VGG16 at 224x224
    [InlineData(30_800_000_000, 12, 12)]
    [InlineData(900_000_000_000, 80, 20)]
    [InlineData(0, 5, 5)]
    public void Large_networks_see_fewer_pictures(long operations, int pictures, int expected) =>
        Assert.Equal(expected, ShiftSample.CountOf(operations, pictures));

    [Fact]
    public void The_pictures_that_are_chosen_keep_the_shares_of_the_classes()
    {
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => i * 7 % 10 < 8 ? 0 : i % 2 + 1)];
        foreach (int count in new[] { 0, 1, 20, 32, 299, 300 })
        {
            int[] chosen = ShiftSample.Choose(labels, count);
            Assert.Equal(count, chosen.Distinct().Count());
            Assert.Equal(chosen.Order(), chosen);
            for (int label = 0; label < 3; label++)
                Assert.InRange(chosen.Count(i => labels[i] == label) - labels.Count(l => l == label) * count / 300.0, -1, 1);
        }
    }
}
