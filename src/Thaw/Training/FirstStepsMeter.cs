using Thaw.Networks;

namespace Thaw.Training;

/// <summary>
/// Reads the norms of the backbone's gradients after steps. Convolutions leave their gradients where they are when they step, so that
/// reading them takes no second backward pass and changes nothing.
/// </summary>
internal sealed class FirstStepsMeter
{
    private readonly (string Name, Parameter[] Parameters)[] _blocks;
    private readonly List<float> _norms = [];
    private readonly string _phase;
    private readonly int _index;
    private readonly float[] _room;

    private FirstStepsMeter(Network network, int boundary, int index, string phase)
    {
        _phase = phase;
        _index = index;
        _blocks = [.. network.Layers.TakeWhile(layer => layer is not Flatten).Skip(boundary).Where(layer => layer.Parameters.Count > 0)
            .GroupBy(layer => BlockOf(layer.Name)).Select(block => (block.Key, block.SelectMany(layer => layer.Parameters).ToArray()))];
        _room = new float[_blocks.SelectMany(block => block.Parameters).Select(parameter => parameter.Value.Shape.Length).DefaultIfEmpty().Max()];
    }

    /// <summary>What was read so far, with the number of its phase.</summary>
    public (int Index, FirstSteps Steps) Reading => (_index, new FirstSteps(_phase, [.. _blocks.Select(block => block.Name)], _norms.ToArray()));

    /// <summary>A meter for a phase; null where no layer of the backbone trains, or where the phase's beginning was not measured.</summary>
    /// <param name="network">The network.</param>
    /// <param name="boundary">Index of the lowest layer that trains.</param>
    /// <param name="index">The phase's number in its plan.</param>
    /// <param name="phase">The phase's name.</param>
    /// <param name="earlier">What was read before a checkpoint of this phase; null at the phase's beginning.</param>
    public static FirstStepsMeter? For(Network network, int boundary, int index, string phase, IReadOnlyList<(int Index, FirstSteps Steps)>? earlier)
    {
        var meter = new FirstStepsMeter(network, boundary, index, phase);
        if (meter._blocks.Length == 0)
            return null;
        if (earlier is null)
            return meter;
        foreach ((int number, FirstSteps steps) in earlier)
        {
            if (number != index)
                continue;
            meter._norms.AddRange(steps.Norms.Span);
            return meter;
        }
        return null;
    }

    /// <summary>The block that a layer belongs to.</summary>
    public static string BlockOf(string layer) => layer.Split('_')[0];

    /// <summary>Reads the gradients of the step that was just taken; nothing after the first steps.</summary>
    public void Read()
    {
        if (_norms.Count == FirstSteps.Most * _blocks.Length)
            return;
        foreach ((_, Parameter[] parameters) in _blocks)
            _norms.Add((float)Math.Sqrt(parameters.Sum(SquaresOf)));
    }

    private double SquaresOf(Parameter parameter)
    {
        Span<float> gradient = _room.AsSpan(0, parameter.Value.Shape.Length);
        parameter.Value.Device.Download(parameter.Gradient!, gradient);
        double sum = 0;
        foreach (float g in gradient)
            sum += (double)g * g;
        return sum;
    }
}
