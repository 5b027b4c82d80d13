using Thaw.Kernels;
using Thaw.Networks;
using Thaw.Tensors;

namespace Thaw.Training;

/// <summary>
/// A step of training, in the order load, forward, backward. Buffers are taken once; a step takes none. Epochs are made of it, and speeds
/// are measured by it.
/// </summary>
internal sealed class TrainingStep
{
    private readonly Network _network;
    private readonly Sgd _sgd;
    private readonly float[] _input, _logits, _gradient;
    private readonly int[] _labels;
    private readonly int _inputLength;
    private int _count;

    /// <summary>Takes the buffers.</summary>
    /// <param name="network">Planned for training.</param>
    /// <param name="sgd">Of its layers that train.</param>
    /// <param name="batch">The most pictures a step, as planned.</param>
    public TrainingStep(Network network, Sgd sgd, int batch)
    {
        _network = network;
        _sgd = sgd;
        _inputLength = network.Input.Shape.Length / network.Input.Shape[0];
        _input = new float[batch * _inputLength];
        _logits = new float[batch * network.Logits];
        _gradient = new float[batch * network.Logits];
        _labels = new int[batch];
    }

    /// <summary>Brings the inputs and labels of some examples to the network.</summary>
    /// <param name="source">Where the inputs come from.</param>
    /// <param name="examples">Which, 1 to the batch.</param>
    /// <param name="view">Which augmented view.</param>
    /// <param name="labels">The labels of all examples of the source.</param>
    public void Load(IBatchSource source, ReadOnlySpan<int> examples, int view, ReadOnlySpan<int> labels)
    {
        Span<float> input = _input.AsSpan(0, examples.Length * _inputLength);
        source.Fill(examples, view, input);
        Load(examples, input, labels);
    }

    /// <summary>Brings inputs that have been made, and their labels, to the network.</summary>
    /// <param name="examples">Whose, 1 to the batch.</param>
    /// <param name="input">One input an example.</param>
    /// <param name="labels">The labels of all examples of the source.</param>
    public void Load(ReadOnlySpan<int> examples, ReadOnlySpan<float> input, ReadOnlySpan<int> labels)
    {
        _count = examples.Length;
        for (int i = 0; i < _count; i++)
            _labels[i] = labels[examples[i]];
        _network.SetCount(_count);
        _network.Device.Upload(input, _network.Input);
    }

    /// <summary>The forward pass in training mode. Gives the mean loss and how many pictures were told right.</summary>
    /// <param name="classWeights">A weight a class; empty where classes count as they come.</param>
    public (double Loss, int Right) Forward(ReadOnlySpan<float> classWeights) => Judge(_network.ForwardTraining(_count), classWeights);

    /// <summary>As <see cref="Forward"/>, but as a finished network tells it.</summary>
    public (double Loss, int Right) Validate() => Judge(_network.Forward(_count), default);

    /// <summary>The backward pass of the last <see cref="Forward"/>, and the update of the weights.</summary>
    public void Backward(double learningRate, double momentum, double weightDecay) =>
        _sgd.Step(_gradient.AsSpan(0, _count * _network.Logits), learningRate, momentum, weightDecay);

    // Loss, its gradient, and how many pictures got the highest probability for their own class
    private (double Loss, int Right) Judge(Tensor logits, ReadOnlySpan<float> classWeights)
    {
        int width = _network.Logits;
        Span<float> z = _logits.AsSpan(0, _count * width), dz = _gradient.AsSpan(0, _count * width);
        _network.Device.Download(logits, z);
        ReadOnlySpan<int> labels = _labels.AsSpan(0, _count);
        double loss = width == 1 ? CrossEntropy.Sigmoid(z, labels, classWeights, dz) : CrossEntropy.Softmax(z, labels, width, classWeights, dz);
        int right = 0;
        for (int i = 0; i < _count; i++)
        {
            int decided = width == 1 ? (z[i] > 0 ? 1 : 0) : Ranking.IndexOfLargest(z.Slice(i * width, width));
            right += decided == labels[i] ? 1 : 0;
        }
        return (loss, right);
    }
}
