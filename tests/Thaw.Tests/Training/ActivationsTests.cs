using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;

namespace Thaw.Tests.Training;

public sealed class ActivationsTests : IDisposable
{
    private readonly TinyTask _task = new(perClass: 4);
    private readonly Cpu _device = new(1);

    public void Dispose()
    {
        _device.Dispose();
        _task.Dispose();
    }

    [Fact]
    public void Layers_asked_together_or_alone_and_in_any_batch_give_the_same()
    {
        using Network network = _task.CreateNetwork(_device);
        string[] layers = ["block5_pool", "block2_pool", "block3_conv1"];
        IReadOnlyList<float[]> together = Activations.Of(network, _task.Train, _task.Backbone.Preprocessing, layers, batchSize: 3);
        for (int i = 0; i < layers.Length; i++)
            Assert.Equal(Activations.Of(network, _task.Train, _task.Backbone.Preprocessing, [layers[i]])[0], together[i]);
    }

    [Fact]
    public void Pooled_numbers_are_means_of_the_maps()
    {
        using Network network = _task.CreateNetwork(_device);
        float[] maps = Activations.Of(network, _task.Train, _task.Backbone.Preprocessing, ["block3_pool"], pooled: false)[0];
        float[] means = Activations.Of(network, _task.Train, _task.Backbone.Preprocessing, ["block3_pool"])[0];
        Shape shape = network.InputShapes[network.IndexOf("block4")];
        int channels = shape[3], places = shape[1] * shape[2];
        Assert.Equal(_task.Train.Count * channels, means.Length);
        for (int i = 0; i < means.Length; i++)
        {
            int picture = i / channels, channel = i % channels;
            double mean = Enumerable.Range(0, places).Average(place => (double)maps[(picture * places + place) * channels + channel]);
            Assert.Equal(mean, means[i], 1e-5);
        }
    }

    [Fact]
    public void A_layer_that_is_not_there_is_named()
    {
        using Network network = _task.CreateNetwork(_device);
        var error = Assert.Throws<ArgumentException>(() => Activations.Of(network, _task.Train, _task.Backbone.Preprocessing, ["block9_pool"]));
        Assert.Contains("block9_pool", error.Message, StringComparison.Ordinal);
    }
}
