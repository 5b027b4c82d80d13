using Thaw.Tensors;

namespace Thaw.Networks;

/// <summary>
/// What flows between the layers of a network, planned for one batch size. Outputs that a backward pass reads are kept; below that,
/// two buffers take turns, with as many pictures as a <see cref="Stage"/> takes at a time. Gradients always take turns in two.
/// </summary>
internal sealed class NetworkBuffers : IDisposable
{
    private readonly List<Tensor> _owned = [];
    private readonly Tensor?[] _inputs, _outputs;
    private readonly Tensor?[] _gradients;
    private readonly bool[] _pools;
    private readonly int _batch;
    private int _count;

    public NetworkBuffers(Network network, int batch, int trainFrom, int start, int end)
    {
        _batch = _count = batch;
        TrainFrom = trainFrom;
        Start = start;
        End = end;
        Stages = Stage.Cut(network, batch, start, trainFrom, end);
        _inputs = new Tensor?[end];
        _outputs = new Tensor?[end];
        _gradients = new Tensor?[end];
        _pools = [.. Enumerable.Range(0, end).Select(i => i + 1 < end && network.Layers[i] is Conv2D && network.Layers[i + 1] is MaxPooling2D)];
        try
        {
            Input = Own(network.Device.Allocate(network.InputShapes[start].WithFirst(batch)));
            Output = Input;
            PlanStages(network);
            PlanGradients(network);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int TrainFrom { get; }

    public int Start { get; }

    /// <summary>Index after the last layer that runs.</summary>
    public int End { get; }

    public Stage[] Stages { get; }

    public Tensor Input { get; }

    /// <summary>What comes out of the last layer that runs.</summary>
    public Tensor Output { get; private set; }

    /// <summary>What goes into a layer: the pictures that its stage is at.</summary>
    public Tensor InputOf(int layer) => _inputs[layer]!;

    /// <summary>What comes out of a layer: the pictures that its stage is at.</summary>
    public Tensor OutputOf(int layer) => _outputs[layer]!;

    /// <summary>Whether a convolution computes the maxima of the pooling layer above too: that layer is in the same stage.</summary>
    public bool Pools(Stage stage, int layer) => layer + 1 < stage.End && _pools[layer];

    /// <summary>What comes out of a convolution that pools; null if nobody reads it and only the maxima are written.</summary>
    public Tensor? UnpooledOf(int layer) => _outputs[layer];

    /// <summary>The gradient with respect to a layer's output.</summary>
    public Tensor Gradient(int layer) => _gradients[layer]!;

    /// <summary>Sets how many pictures the passes hold.</summary>
    public void SetCount(int count)
    {
        if (count < 1 || count > _batch)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The network was planned for 1 to {_batch} pictures a pass.");
        if (count == _count)
            return;
        _count = count;
        Input.SetFirst(count);
        Output.SetFirst(count);
        foreach (Tensor? gradient in _gradients)
            gradient?.SetFirst(count);
    }

    /// <summary>Moves a stage to some of the pass's pictures.</summary>
    /// <param name="stage">Which.</param>
    /// <param name="first">The first of the pictures.</param>
    /// <param name="count">How many, at most the stage's number.</param>
    public void SetPictures(Stage stage, int first, int count)
    {
        for (int i = stage.First; i < stage.End; i++)
        {
            _inputs[i]?.SetWindow(i == stage.First ? first : 0, count);
            _outputs[i]?.SetWindow(i == stage.End - 1 ? first : 0, count);
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _owned)
            tensor.Dispose();
        _owned.Clear();
    }

    private Tensor Own(Tensor tensor)
    {
        _owned.Add(tensor);
        return tensor;
    }

    // Between stages the whole batch waits, in buffers of their own; a stage reads and writes it through windows
    private void PlanStages(Network network)
    {
        foreach (Stage stage in Stages)
        {
            var turns = new Turns(network.Device, Largest(network, stage.First, Math.Min(stage.End, TrainFrom) - 1) * stage.Pictures, this);
            for (int i = stage.First; i < stage.End; i++)
            {
                bool last = i == stage.End - 1;
                Shape shape = network.InputShapes[i + 1].WithFirst(last ? _batch : stage.Pictures);
                _inputs[i] = i == stage.First ? Output.View(Output.Shape) : _outputs[i - 1];
                if (network.Layers[i].InPlace)
                    _outputs[i] = _inputs[i]!.View(shape);
                else if (Pools(stage, i) && i < TrainFrom - 1)
                    continue; // the maxima must not go where the input is, so this one takes no turn
                else if (last || i >= TrainFrom - 1)
                    _outputs[i] = Own(network.Device.Allocate(shape));
                else
                    _outputs[i] = turns.Next(shape);
            }
            Output = _outputs[stage.End - 1]!.View(network.InputShapes[stage.End].WithFirst(_batch));
        }
    }

    private void PlanGradients(Network network)
    {
        if (TrainFrom >= End)
            return;
        var turns = new Turns(network.Device, Largest(network, TrainFrom, End) * _batch, this);
        for (int i = End - 1; i >= TrainFrom; i--)
        {
            Shape shape = network.InputShapes[i + 1].WithFirst(_batch);
            bool shares = i + 1 < End && network.Layers[i + 1].GradientInPlace;
            _gradients[i] = shares ? _gradients[i + 1]!.View(shape) : turns.Next(shape);
        }
    }

    // The largest output for a picture of the layers first to end - 1
    private static int Largest(Network network, int first, int end)
    {
        int largest = 0;
        for (int i = first; i < end; i++)
            largest = Math.Max(largest, network.InputShapes[i + 1].Length);
        return largest;
    }

    /// <summary>Two buffers that take turns, each taken when it is first needed.</summary>
    private sealed class Turns(Device device, int length, NetworkBuffers owner)
    {
        private readonly Tensor?[] _two = new Tensor?[2];
        private int _turn;

        public Tensor Next(Shape shape)
        {
            ref Tensor? buffer = ref _two[_turn];
            _turn = 1 - _turn;
            buffer ??= owner.Own(device.Allocate(new Shape(length)));
            return buffer.View(shape);
        }
    }
}
