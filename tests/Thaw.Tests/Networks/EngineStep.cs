using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.References;

namespace Thaw.Tests.Networks;

/// <summary>
/// A small network of the engine with what a training step needs besides: velocities, and the loss from the oracle. Disposing it
/// checks that all memory came back.
/// </summary>
internal sealed class EngineStep : IDisposable
{
    private readonly Dictionary<string, Tensor> _velocities = [];

    private EngineStep(Cpu cpu, Network network) => (Cpu, Network) = (cpu, network);

    public Cpu Cpu { get; }

    public Network Network { get; }

    /// <summary>A VGG of a sixteenth of the width (4 to 32 channels) with a head of 16 units; weights are drawn.</summary>
    public static EngineStep Vgg(
        string name, int side, int classes, bool normalized = false, int threads = 1, ulong seed = 1, float dropout = 0)
    {
        var cpu = new Cpu(threads);
        List<Layer> layers = Thaw.Networks.Vgg.Named(name).Features(cpu, 1.0 / 16, normalized);
        int features = side / 32;
        layers.AddRange(new Head { Units = 16, Dropout = dropout }.Layers(cpu, new Shape(1, features, features, 32), classes));
        var network = new Network(cpu, new Shape(side, side, 3), layers);
        Initialization.Draw(network, seed);
        return new EngineStep(cpu, network);
    }

    /// <summary>A head alone, on features of a shape [H, W, C].</summary>
    public static EngineStep Head(Shape features, int units, int classes)
    {
        var cpu = new Cpu(2);
        var shape = new Shape(1, features[0], features[1], features[2]);
        return new EngineStep(cpu, new Network(cpu, features, new Head { Units = units }.Layers(cpu, shape, classes)));
    }

    /// <summary>Sets every weight from a file, by name; the names must be the same on both sides.</summary>
    public void Load(GoldenFile golden, string prefix)
    {
        foreach (Parameter parameter in Network.Weights)
        {
            Assert.Equal(golden.Shape(prefix + parameter.Name), parameter.Value.Shape.Sizes.ToArray());
            parameter.Set(golden.Floats(prefix + parameter.Name));
        }
    }

    /// <summary>The weights in float64, by name.</summary>
    public Dictionary<string, double[]> Weights() =>
        Network.Weights.ToDictionary(parameter => parameter.Name, parameter => Array.ConvertAll(parameter.ToArray(), value => (double)value));

    /// <summary>The logits of pictures, in training mode.</summary>
    public float[] Logits(float[] pictures, int count, bool training = true)
    {
        Cpu.Upload(pictures, Network.Input);
        return Values(training ? Network.ForwardTraining(count) : Network.Forward(count));
    }

    /// <summary>Forward and backward with the mean sigmoid or softmax cross-entropy; gives the logits.</summary>
    public float[] Pass(float[] pictures, int[] labels, double[]? classWeights = null)
    {
        float[] logits = Logits(pictures, labels.Length);
        double[] wide = Array.ConvertAll(logits, value => (double)value);
        double[] gradient = Network.Logits == 1
            ? DirectSigmoidCrossEntropy.LogitsGradient(wide, labels, classWeights)
            : DirectSoftmaxCrossEntropy.LogitsGradient(wide, labels, Network.Logits, classWeights);
        Network.Backward(Array.ConvertAll(gradient, value => (float)value));
        return logits;
    }

    /// <summary>One step of everything that has a gradient.</summary>
    public void Step(float rate, float momentum, float decay)
    {
        foreach (Parameter parameter in Network.Weights.Where(parameter => parameter.Gradient is not null))
        {
            if (!_velocities.TryGetValue(parameter.Name, out Tensor? velocity))
                _velocities[parameter.Name] = velocity = Cpu.Allocate(parameter.Value.Shape);
            Cpu.Sgd(parameter.Value, parameter.Gradient!, velocity, rate, momentum, decay);
        }
    }

    /// <summary>The gradients by name.</summary>
    public Dictionary<string, float[]> Gradients() => Network.Weights.Where(parameter => parameter.Gradient is not null)
        .ToDictionary(parameter => parameter.Name, parameter => Values(parameter.Gradient!));

    public static float[] Values(Tensor tensor)
    {
        float[] values = new float[tensor.Shape.Length];
        tensor.Device.Download(tensor, values);
        return values;
    }

    public void Dispose()
    {
        Network.Dispose();
        foreach (Tensor velocity in _velocities.Values)
            velocity.Dispose();
        Assert.Equal(0, Cpu.AllocatedBytes);
        Cpu.Dispose();
    }
}
