using Thaw.Images;

namespace Thaw.Training.Timing;

/// <summary>Adds up how long a trial takes from how long its parts take. All in seconds.</summary>
/// <param name="speeds">How long the parts take.</param>
/// <param name="sizes">The pictures.</param>
internal sealed class TrialTime(TrialSpeeds speeds, PartSizes sizes)
{
    /// <summary>An epoch: the steps, the validation and the checkpoint.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="boundary">Index of the lowest layer that trains in it.</param>
    /// <param name="lowest">Index of the lowest layer that trains in any phase of the plan, whose weights a checkpoint holds.</param>
    public double Epoch(Phase phase, int boundary, int lowest)
    {
        PhaseSpeed speed = speeds.Phases[boundary];
        double steps = sizes.Train / speeds.BatchSize * speed.Step + (sizes.Train % speeds.BatchSize == 0 ? 0 : speed.LastStep);
        double validation = sizes.Validation * speed.Forward;
        if (boundary == 0)
        {
            steps += sizes.Train * speeds.Input[phase.Augmentation];
            validation += sizes.Validation * speeds.Input[Augmentation.None];
        }

        // A checkpoint holds the weights and the best of them from the lowest layer up, and a velocity for each that trains now
        double checkpoint = speeds.Disk.Write(2 * speeds.WeightBytes[lowest] + speeds.WeightBytes[boundary]);
        return steps + validation + Math.Min(checkpoint, (steps + validation) / CheckpointPace.Share);
    }

    /// <summary>Beginning a phase: finding its cached features, if it uses any.</summary>
    /// <param name="boundary">Index of the lowest layer that trains in it.</param>
    public double Begin(int boundary) => speeds.Phases[boundary].Lookup;

    /// <summary>Computing and writing the features of a part of the pictures.</summary>
    /// <param name="boundary">Index of the first layer that is not run.</param>
    /// <param name="pictures">How many, views counted each.</param>
    /// <param name="augmentation">What is done to them.</param>
    /// <param name="from">Index of the layer whose cached input they are computed from; 0 for the pictures.</param>
    public double Caching(int boundary, long pictures, Augmentation augmentation, int from = 0)
    {
        PhaseSpeed speed = speeds.Phases[boundary];
        double picture = from == 0 ? speeds.Input[augmentation] + speed.Features : Math.Max(0, speed.Features - speeds.Phases[from].Features);
        return pictures * picture + speeds.Disk.Write(pictures * (double)speed.FeatureBytes);
    }

    /// <summary>What a trial takes beside its phases: building the network, the test, writing the result, and perhaps the model.</summary>
    /// <param name="models">How many models it writes; the mean over what may come.</param>
    public double Frame(double models) => speeds.Create + sizes.Test * (speeds.Input[Augmentation.None] + speeds.Inference) + speeds.Disk.Write(0)
        + models * speeds.Disk.Write(speeds.WeightBytes[0]);
}
