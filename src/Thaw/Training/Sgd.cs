using Thaw.Networks;
using Thaw.Tensors;

namespace Thaw.Training;

/// <summary>
/// Stochastic gradient descent with momentum and an L2 penalty, in PyTorch's form: v = momentum v + (g + decay w); w -= rate v.
/// Holds one velocity a trained parameter.
/// </summary>
internal sealed class Sgd : IDisposable
{
    private readonly Dictionary<Parameter, (Tensor Velocity, double Factor)> _parameters = [];
    private readonly Network _network;
    private readonly Func<Parameter, SgdRule> _ruleOf;
    private double _learningRate, _momentum, _weightDecay;

    /// <summary>Starts with all velocities zero.</summary>
    /// <param name="network">Planned for training; its layers that train are stepped.</param>
    /// <param name="trainFrom">Index of the lowest of them.</param>
    /// <param name="layerDecay">Factor on the learning rate a block downwards.</param>
    public Sgd(Network network, int trainFrom, double layerDecay)
    {
        _network = network;
        _ruleOf = RuleOf;
        for (int i = trainFrom; i < network.Layers.Count; i++)
        {
            double factor = Math.Pow(layerDecay, BlocksBelowHead(network.Layers[i].Name));
            foreach (Parameter parameter in network.Layers[i].Parameters)
                _parameters.Add(parameter, (network.Device.Allocate(parameter.Value.Shape), factor));
        }
    }

    /// <summary>The velocities by the names of their parameters.</summary>
    public IEnumerable<(string Name, Tensor Velocity)> Velocities => _parameters.Select(p => (p.Key.Name, p.Value.Velocity));

    /// <summary>The network's backward pass, in which all weights that train take one step.</summary>
    /// <param name="logitGradient">The loss's gradient with respect to the logits of the network's last pass in training mode.</param>
    /// <param name="learningRate">The head's rate.</param>
    /// <param name="momentum">In [0, 1).</param>
    /// <param name="weightDecay">At least 0.</param>
    public void Step(ReadOnlySpan<float> logitGradient, double learningRate, double momentum, double weightDecay)
    {
        (_learningRate, _momentum, _weightDecay) = (learningRate, momentum, weightDecay);
        _network.Backward(logitGradient, _ruleOf);
    }

    public void Dispose()
    {
        foreach ((Tensor velocity, _) in _parameters.Values)
            velocity.Dispose();
        _parameters.Clear();
    }

    private SgdRule RuleOf(Parameter parameter)
    {
        (Tensor velocity, double factor) = _parameters[parameter];
        return new SgdRule(velocity, (float)(_learningRate * factor), (float)_momentum, (float)_weightDecay);
    }

    // 0 for the head, 1 for block5, ... 5 for block1
    private static int BlocksBelowHead(string layer) =>
        layer.StartsWith("block", StringComparison.Ordinal) && layer.Length > 5 && char.IsAsciiDigit(layer[5]) ? 6 - (layer[5] - '0') : 0;
}
