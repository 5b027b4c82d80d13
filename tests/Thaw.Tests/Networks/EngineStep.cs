using Thaw.Kernels;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.References;
using Thaw.Training;

namespace Thaw.Tests.Networks;

/// <summary>
/// A small network of the engine with what a training step needs besides: the loss and the optimizer. Disposing it checks that
/// all memory came back.
/// </summary>
internal sealed class EngineStep : IDisposable
{
    private Sgd? _sgd;

    private EngineStep(Cpu cpu, Network network) => (Cpu, Network) = (cpu, network);

    public Cpu Cpu { get; }

    public Network Network { get; }

    /// <summary>What the next <see cref="Step"/> goes back from; <see cref="Pass"/> sets it.</summary>
    public float[] LogitGradient { get; set; } = [];

    /// <summary>A VGG, of a sixteenth of the width (4 to 32 channels) if not told otherwise, with a head of 16 units; weights are drawn.</summary>
    public static EngineStep Vgg(
        string name, int side, int classes, bool normalized = false, int threads = 1, ulong seed = 1, float dropout = 0, double width = 1.0 / 16)
    {
        var cpu = new Cpu(threads);
        var head = new Head { Units = 16, Dropout = dropout };
        Network network = VggClassifier.Create(cpu, Thaw.Networks.Vgg.Named(name), width, side, head, classes, normalized);
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

    /// <summary>Sets the weights from a file, by name: of all layers, or of those before one.</summary>
    public void Load(GoldenFile golden, string prefix, string? upTo = null)
    {
        IEnumerable<Layer> layers = Network.Layers.TakeWhile(layer => layer.Name != upTo);
        foreach (Parameter parameter in layers.SelectMany(layer => layer.Parameters.Concat(layer.Statistics)))
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
        Network.SetCount(count);
        Cpu.Upload(pictures, Network.Input);
        return Values(training ? Network.ForwardTraining(count) : Network.Forward(count));
    }

    /// <summary>Forward and backward with the sigmoid or softmax cross-entropy; gives the logits and the loss.</summary>
    public (float[] Logits, double Loss) Pass(float[] pictures, int[] labels, float[]? classWeights = null)
    {
        float[] logits = Logits(pictures, labels.Length), gradient = new float[logits.Length];
        double loss = Network.Logits == 1
            ? CrossEntropy.Sigmoid(logits, labels, classWeights, gradient)
            : CrossEntropy.Softmax(logits, labels, Network.Logits, classWeights, gradient);
        Network.Backward(gradient);
        LogitGradient = gradient;
        return (logits, loss);
    }

    /// <summary>The backward pass again, with a step of everything that trains.</summary>
    public void Step(double rate, double momentum, double decay)
    {
        _sgd ??= new Sgd(Network, trainFrom: 0, layerDecay: 1);
        _sgd.Step(LogitGradient, rate, momentum, decay);
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
        _sgd?.Dispose();
        Assert.Equal(0, Cpu.AllocatedBytes);
        Cpu.Dispose();
    }
}
