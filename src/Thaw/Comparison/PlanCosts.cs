using Thaw.Networks;
using Thaw.Training;

namespace Thaw.Comparison;

/// <summary>Counts what a plan costs in arithmetic.</summary>
internal static class PlanCosts
{
    /// <summary>
    /// The means over the plan's epochs of what a training step does for one picture. Below a boundary nothing is computed, since the
    /// features are cached; above it the backward pass costs the forward pass once for weights and, but for the lowest layer with weights,
    /// once more for inputs.
    /// </summary>
    public static PlanCost Of(Network network, Plan plan)
    {
        double forward = 0, backward = 0, epochs = plan.Phases.Sum(phase => phase.Epochs);
        int lowest = network.Layers.Count;
        foreach (Phase phase in plan.Phases)
        {
            int boundary = Trainer.BoundaryOf(network, phase);
            lowest = Math.Min(lowest, boundary);
            bool first = true;
            for (int i = boundary; i < network.Layers.Count; i++)
            {
                long operations = network.Layers[i].Operations(network.InputShapes[i]);
                forward += operations * phase.Epochs / epochs;
                backward += operations * (first ? 1 : 2) * phase.Epochs / epochs;
                first &= operations == 0;
            }
        }
        return new PlanCost
        {
            TrainableParameters = network.Layers.Skip(lowest).SelectMany(layer => layer.Parameters).Sum(p => (long)p.Value.Shape.Length),
            TotalParameters = network.Layers.SelectMany(layer => layer.Parameters).Sum(p => (long)p.Value.Shape.Length),
            ForwardFlopsPerPicture = forward,
            BackwardFlopsPerPicture = backward,
        };
    }
}
