using Thaw.Networks;

namespace Thaw.Training;

/// <summary>A copy of the weights that training may change, taken at the best epoch so far.</summary>
internal sealed class BestWeights
{
    private readonly Parameter[] _parameters;
    private readonly float[][] _values;

    /// <summary>Starts without an epoch.</summary>
    /// <param name="network">Whose weights.</param>
    /// <param name="trainFrom">Index of the lowest layer that trains in any phase.</param>
    public BestWeights(Network network, int trainFrom)
    {
        _parameters = network.Layers.Skip(trainFrom).SelectMany(layer => layer.Parameters.Concat(layer.Statistics)).ToArray();
        _values = _parameters.Select(parameter => parameter.ToArray()).ToArray();
    }

    /// <summary>The number of the best epoch, from 1; 0 before the first.</summary>
    public int Epoch { get; private set; }

    /// <summary>Its validation loss.</summary>
    public double Loss { get; private set; } = double.PositiveInfinity;

    /// <summary>The weights and their copies.</summary>
    public IEnumerable<(Parameter Parameter, float[] Best)> Copies => _parameters.Zip(_values);

    /// <summary>Takes a copy if the loss is lower than ever before.</summary>
    /// <returns>Whether it is.</returns>
    public bool Offer(int epoch, double loss)
    {
        if (!(loss < Loss))
            return false;
        Epoch = epoch;
        Loss = loss;
        for (int i = 0; i < _parameters.Length; i++)
            _parameters[i].Value.Device.Download(_parameters[i].Value, _values[i]);
        return true;
    }

    /// <summary>Says what the copies are when they were filled from a checkpoint.</summary>
    public void Resume(int epoch, double loss) => (Epoch, Loss) = (epoch, loss);

    /// <summary>Puts the copy back into the network.</summary>
    public void Restore()
    {
        for (int i = 0; i < _parameters.Length; i++)
            _parameters[i].Set(_values[i]);
    }
}
