using Thaw.Networks;
using Thaw.Tensors;

namespace Thaw.Training;

/// <summary>
/// Stochastic gradient descent with momentum and an L2 penalty, in PyTorch's form: v = momentum v + (g + decay w); w -= rate v.
/// Holds one velocity a trained parameter.
/// </summary>
internal sealed class Sgd : IDisposable
{
    private readonly List<(Parameter Parameter, Tensor Velocity, double Factor)> _parameters = [];

    /// <summary>Starts with all velocities zero.</summary>
    /// <param name="network">Planned for training; its layers that train are stepped.</param>
    /// <param name="trainFrom">Index of the lowest of them.</param>
    /// <param name="layerDecay">Factor on the learning rate a block downwards.</param>
    public Sgd(Network network, int trainFrom, double layerDecay)
    {
        for (int i = trainFrom; i < network.Layers.Count; i++)
        {
            double factor = Math.Pow(layerDecay, BlocksBelowHead(network.Layers[i].Name));
            foreach (Parameter parameter in network.Layers[i].Parameters)
                _parameters.Add((parameter, network.Device.Allocate(parameter.Value.Shape), factor));
        }
    }

    /// <summary>The velocities by the names of their parameters.</summary>
    public IEnumerable<(string Name, Tensor Velocity)> Velocities => _parameters.Select(p => (p.Parameter.Name, p.Velocity));

    /// <summary>Changes all weights by one step.</summary>
    /// <param name="learningRate">The head's rate.</param>
    /// <param name="momentum">In [0, 1).</param>
    /// <param name="weightDecay">At least 0.</param>
    public void Step(double learningRate, double momentum, double weightDecay)
    {
        foreach ((Parameter parameter, Tensor velocity, double factor) in _parameters)
        {
            parameter.Value.Device.Sgd(parameter.Value, parameter.Gradient!, velocity, (float)(learningRate * factor), (float)momentum,
                (float)weightDecay);
        }
    }

    public void Dispose()
    {
        foreach ((_, Tensor velocity, _) in _parameters)
            velocity.Dispose();
        _parameters.Clear();
    }

    // 0 for the head, 1 for block5, ... 5 for block1
    private static int BlocksBelowHead(string layer) =>
        layer.StartsWith("block", StringComparison.Ordinal) && layer.Length > 5 && char.IsAsciiDigit(layer[5]) ? 6 - (layer[5] - '0') : 0;
}
