using Thaw.Tensors;

namespace Thaw.Networks;

/// <summary>
/// A straight line of layers from pictures to logits. The network owns all buffers: <see cref="Plan"/> takes them once for a batch
/// size, and passes reuse them. Not thread-safe.
/// </summary>
public sealed class Network : IDisposable
{
    private NetworkBuffers? _buffers, _aside;
    private bool _explains, _asideExplains;

    internal Network(Device device, Shape picture, IReadOnlyList<Layer> layers)
    {
        Device = device;
        Layers = layers;
        Shape shape = new(1, picture[0], picture[1], picture[2]);
        var inputs = new List<Shape>();
        foreach (Layer layer in layers)
        {
            inputs.Add(shape);
            shape = layer.OutputShape(shape);
        }
        inputs.Add(shape);
        InputShapes = inputs;
    }

    /// <summary>Where the network computes.</summary>
    public Device Device { get; }

    /// <summary>The layers, from the pictures to the logits.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The shape that each layer takes for one picture, [1, ...]; the last entry is the shape of the logits.</summary>
    public IReadOnlyList<Shape> InputShapes { get; }

    /// <summary>All weights: parameters and statistics, layer by layer.</summary>
    public IEnumerable<Parameter> Weights => Layers.SelectMany(layer => layer.Parameters.Concat(layer.Statistics));

    /// <summary>Number of logits a picture: 1 for two classes, else one a class.</summary>
    public int Logits => InputShapes[^1].Length;

    /// <summary>The input of the next forward pass, [batch, ...]; upload into it.</summary>
    /// <exception cref="InvalidOperationException">The network has not been planned.</exception>
    public Tensor Input => Buffers.Input;

    private NetworkBuffers Buffers => _buffers ?? throw new InvalidOperationException("The network has no buffers yet: call Plan first.");

    /// <summary>Takes the buffers for passes of up to <paramref name="batch"/> pictures; gives earlier ones back.</summary>
    /// <param name="batch">Most pictures a pass, at least 1.</param>
    /// <param name="trainFrom">Index of the lowest layer that trains; all layers from it on train. The number of layers (the default,
    /// -1) means that none does.</param>
    /// <param name="start">Index of the layer that passes start at: 0 for pictures, more for features that were computed before.</param>
    /// <param name="end">Index of the layer that passes stop before; the number of layers (the default, -1) means that they run to the logits.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range, <paramref name="start"/> is above <paramref name="trainFrom"/>
    /// or above <paramref name="end"/>, or layers train and <paramref name="end"/> is not the number of layers.</exception>
    public void Plan(int batch, int trainFrom = -1, int start = 0, int end = -1)
    {
        if (trainFrom == -1)
            trainFrom = Layers.Count;
        if (end == -1)
            end = Layers.Count;
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(trainFrom, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(trainFrom, Layers.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(start, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, trainFrom);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, Layers.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        if (trainFrom < Layers.Count)
            ArgumentOutOfRangeException.ThrowIfLessThan(end, Layers.Count);
        PlanLayers(batch, trainFrom);
        _buffers = new NetworkBuffers(this, batch, trainFrom, start, end);
    }

    /// <summary>
    /// Takes the buffers for <see cref="OutputGradient"/>: all layers work as they do in inference (nothing is dropped, no weight gets a gradient), and what
    /// flows above a layer is kept.
    /// </summary>
    /// <param name="batch">Most pictures a pass, at least 1.</param>
    /// <param name="layer">Index of a convolution. No layer above it may be a normalisation.</param>
    internal void PlanOutputGradient(int batch, int layer)
    {
        PlanLayers(batch, Layers.Count);
        _buffers = new NetworkBuffers(this, batch, layer, 0, Layers.Count);
        _explains = true;
    }

    /// <summary>
    /// Lays the buffers aside and takes up those that were laid aside before, of which there are none at first. Inference and <see cref="OutputGradient"/> can take turns so without
    /// taking buffers anew; weights are shared. Where layers train, neither may be laid aside.
    /// </summary>
    internal void LayAside()
    {
        (_buffers, _aside) = (_aside, _buffers);
        (_explains, _asideExplains) = (_asideExplains, _explains);
    }

    /// <summary>What came out of a layer in the last <see cref="Forward"/>, and the gradient of the logits' weighted sum with respect to it.</summary>
    /// <param name="layer">The index that <see cref="PlanOutputGradient"/> was given.</param>
    /// <param name="logitGradient">The weight of each logit of each picture.</param>
    /// <returns>Two tensors of the network's own, valid until the next pass. Unlike the gradients that <see cref="Backward(ReadOnlySpan{float})"/> passes on, this
    /// one is not 0 where the layer's ReLU is off: it belongs to what came out of the ReLU.</returns>
    internal (Tensor Output, Tensor Gradient) OutputGradient(int layer, ReadOnlySpan<float> logitGradient)
    {
        NetworkBuffers buffers = Buffers;
        Device.Upload(logitGradient, buffers.Gradient(Layers.Count - 1));
        for (int i = Layers.Count - 1; i > layer; i--)
            PassGradient(buffers, i, buffers.Gradient(i - 1), gated: i - 1 > layer && Layers[i - 1].GatedOutput);
        return (buffers.OutputOf(layer), buffers.Gradient(layer));
    }

    /// <summary>Sets how many pictures the next upload into <see cref="Input"/> holds; passes set it too.</summary>
    /// <param name="count">1 to the planned batch.</param>
    public void SetCount(int count) => Buffers.SetCount(count);

    /// <summary>Computes the logits, or what goes into the layer that the network was planned to stop before, for the first
    /// <paramref name="count"/> pictures of the input.</summary>
    /// <param name="count">1 to the planned batch.</param>
    /// <returns>The network's own tensor, valid until the next pass.</returns>
    public Tensor Forward(int count) => Run(count, training: false);

    /// <summary>As <see cref="Forward"/>, with the layers that train in training mode.</summary>
    /// <param name="count">1 to the planned batch.</param>
    /// <returns>The network's own tensor, valid until the next pass.</returns>
    public Tensor ForwardTraining(int count) => Run(count, training: true);

    /// <summary>
    /// Computes the gradients of all layers that train, for the last <see cref="ForwardTraining"/>. Stops at the lowest of them that has
    /// parameters, and computes no input gradient there.
    /// </summary>
    /// <param name="logitGradient">The loss's gradient with respect to the logits, one number a logit of each picture.</param>
    /// <exception cref="InvalidOperationException">The network was planned without layers that train.</exception>
    public void Backward(ReadOnlySpan<float> logitGradient) => Backward(logitGradient, null);

    /// <summary>As <see cref="Backward(ReadOnlySpan{float})"/>, but lets each layer's parameters take their step as soon as nothing needs
    /// them as they were any more. Gradients need not be there afterwards.</summary>
    /// <param name="logitGradient">The loss's gradient with respect to the logits.</param>
    /// <param name="rules">How each parameter steps; null for no steps.</param>
    internal void Backward(ReadOnlySpan<float> logitGradient, Func<Parameter, SgdRule>? rules)
    {
        NetworkBuffers buffers = Buffers;
        if (buffers.TrainFrom == Layers.Count || _explains)
            throw new InvalidOperationException("The network was planned for inference: no layer trains.");
        Device.Upload(logitGradient, buffers.Gradient(Layers.Count - 1));
        int lowest = buffers.TrainFrom;
        while (lowest < Layers.Count - 1 && Layers[lowest].Parameters.Count == 0)
            lowest++;
        for (int i = Layers.Count - 1; i >= lowest; i--)
        {
            Tensor? dx = i > lowest ? buffers.Gradient(i - 1) : null;
            Tensor x = buffers.InputOf(i), dy = buffers.Gradient(i);
            PassGradient(buffers, i, dx, gated: dx is not null && Layers[i - 1].GatedOutput);
            if (rules is null)
                Layers[i].WeightGradient(x, dy);
            else
                Layers[i].Step(x, dy, rules);
        }
    }

    /// <summary>The index of the first layer whose name starts with <paramref name="prefix"/>.</summary>
    /// <param name="prefix">A layer's or a block's name, for example <c>block5</c>.</param>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public int IndexOf(string prefix)
    {
        for (int i = 0; i < Layers.Count; i++)
        {
            if (Layers[i].Name == prefix || Layers[i].Name.StartsWith(prefix + "_", StringComparison.Ordinal))
                return i;
        }
        throw new ArgumentException($"No layer or block is named '{prefix}'; the layers are {string.Join(", ", Layers.Select(l => l.Name))}.", nameof(prefix));
    }

    /// <summary>Gives back all memory: buffers and weights.</summary>
    public void Dispose()
    {
        _buffers?.Dispose();
        _aside?.Dispose();
        _buffers = _aside = null;
        foreach (Layer layer in Layers)
            layer.Free();
    }

    // Layers from an index on train, or none where it is the number of layers
    private void PlanLayers(int batch, int trainFrom)
    {
        _buffers?.Dispose();
        _buffers = null;
        _explains = false;
        for (int i = 0; i < Layers.Count; i++)
        {
            bool trained = i >= trainFrom;
            Layers[i].Plan(Device, InputShapes[i].WithFirst(batch), trained);
            foreach (Parameter parameter in Layers[i].Parameters)
                parameter.PlanGradient(trained);
        }
    }

    // The gradient goes from a layer's output to its input, and through the ReLU below if there is one
    private void PassGradient(NetworkBuffers buffers, int i, Tensor? dx, bool gated)
    {
        Tensor x = buffers.InputOf(i);
        Layers[i].InputGradient(x, buffers.OutputOf(i), buffers.Gradient(i), dx, gated && Layers[i].GatesGradient);
        if (gated && !Layers[i].GatesGradient)
            Device.ReluGradient(x, dx!);
    }

    private Tensor Run(int count, bool training)
    {
        NetworkBuffers buffers = Buffers;
        buffers.SetCount(count);
        foreach (Stage stage in buffers.Stages)
        {
            for (int first = 0; first < count; first += stage.Pictures)
            {
                buffers.SetPictures(stage, first, Math.Min(stage.Pictures, count - first));
                for (int i = stage.First; i < stage.End; i++)
                {
                    if (buffers.Pools(stage, i))
                    {
                        ((Conv2D)Layers[i]).Forward(buffers.InputOf(i), buffers.UnpooledOf(i), buffers.OutputOf(i + 1));
                        i++;
                    }
                    else
                    {
                        Layers[i].Forward(buffers.InputOf(i), buffers.OutputOf(i), training && i >= buffers.TrainFrom);
                    }
                }
            }
        }
        return buffers.Output;
    }
}
