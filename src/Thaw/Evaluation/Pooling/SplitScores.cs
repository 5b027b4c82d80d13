namespace Thaw.Evaluation.Pooling;

/// <summary>What was seen on one split of the pictures.</summary>
/// <param name="Pictures">The test pictures' names.</param>
/// <param name="Units">What each picture belongs to: its own name, or that of its group; names that come again in other splits are the same pictures.</param>
/// <param name="Values">For each seed a value a test picture: right (1) or wrong (0), or the difference of two plans.</param>
/// <param name="TrainPictures">How many pictures trained, at least 1.</param>
internal sealed record SplitScores(IReadOnlyList<string> Pictures, IReadOnlyList<string> Units, IReadOnlyList<double[]> Values, int TrainPictures)
{
    /// <summary>The mean over seeds and pictures.</summary>
    public double Mean => Values.Average(values => values.Average());
}
