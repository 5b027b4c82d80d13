using Thaw.Networks;
using Thaw.Weights;

namespace Thaw.Comparison;

/// <summary>A trial's network at its best epoch, to be saved.</summary>
/// <param name="Plan">The plan's name.</param>
/// <param name="Trial">How it was trained.</param>
/// <param name="Network">The network; valid only during the call.</param>
/// <param name="Backbone">What it started from.</param>
/// <param name="Classes">Names of the classes in label order.</param>
public sealed record TrainedModel(string Plan, TrialResult Trial, Network Network, Backbone Backbone, IReadOnlyList<string> Classes);
