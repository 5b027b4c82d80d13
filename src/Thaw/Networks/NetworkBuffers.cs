using Thaw.Tensors;

namespace Thaw.Networks;

/// <summary>
/// What flows between the layers of a network, planned for one batch size. Outputs that a backward pass reads are kept; below that,
/// two buffers take turns. Gradients always take turns in two.
/// </summary>
internal sealed class NetworkBuffers : IDisposable
{
    private readonly List<Tensor> _owned = [];
    private readonly Tensor[] _outputs;
    private readonly Tensor?[] _gradients;
    private readonly int _batch;
    private int _count;

    public NetworkBuffers(Network network, int batch, int trainFrom, int start)
    {
        _batch = _count = batch;
        TrainFrom = trainFrom;
        Start = start;
        int layers = network.Layers.Count;
        _outputs = new Tensor[layers];
        _gradients = new Tensor?[layers];
        try
        {
            Input = Own(network.Device.Allocate(network.InputShapes[start].WithFirst(batch)));
            PlanOutputs(network);
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

    public Tensor Input { get; }

    public Tensor InputOf(int layer) => layer == Start ? Input : _outputs[layer - 1];

    public Tensor OutputOf(int layer) => _outputs[layer];

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
        for (int i = Start; i < _outputs.Length; i++)
        {
            _outputs[i].SetFirst(count);
            _gradients[i]?.SetFirst(count);
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

    private void PlanOutputs(Network network)
    {
        var turns = new Turns(network.Device, Largest(network, Start, TrainFrom - 1), this);
        for (int i = Start; i < _outputs.Length; i++)
        {
            Shape shape = network.InputShapes[i + 1].WithFirst(_batch);
            if (network.Layers[i].InPlace)
                _outputs[i] = InputOf(i).View(shape);
            else if (i >= TrainFrom - 1)
                _outputs[i] = Own(network.Device.Allocate(shape));
            else
                _outputs[i] = turns.Next(shape);
        }
    }

    private void PlanGradients(Network network)
    {
        if (TrainFrom == _outputs.Length)
            return;
        var turns = new Turns(network.Device, Largest(network, TrainFrom, _outputs.Length), this);
        for (int i = _outputs.Length - 1; i >= TrainFrom; i--)
        {
            Shape shape = network.InputShapes[i + 1].WithFirst(_batch);
            bool shares = i + 1 < _outputs.Length && network.Layers[i + 1].GradientInPlace;
            _gradients[i] = shares ? _gradients[i + 1]!.View(shape) : turns.Next(shape);
        }
    }

    // The largest output of the layers first to end - 1
    private int Largest(Network network, int first, int end)
    {
        int largest = 0;
        for (int i = first; i < end; i++)
            largest = Math.Max(largest, network.InputShapes[i + 1].Length);
        return largest * _batch;
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
