namespace Thaw.Evaluation.Calibration;

/// <summary>
/// How far a classifier's probabilities can be taken at their word. The confidence of an answer is the probability of the class that is told;
/// of all answers given with a confidence of 0.8, four in five should be right.
/// <para>
/// Answers are put into 15 bins of equal width, as by Guo et al. (2017), "On Calibration of Modern Neural Networks": bins that do not depend on
/// the answers are the same before and after a temperature, for every plan and in every resample, and the numbers compare with those that
/// others publish. Where answers are few, most bins hold a handful, and chance alone makes an error: <see cref="ErrorByChance"/> says how much.
/// </para>
/// </summary>
public sealed record Reliability
{
    /// <summary>How many bins there are.</summary>
    public const int Bins = 15;

    private Reliability()
    {
    }

    /// <summary>The bins from the lowest confidences up, <see cref="Bins"/> of them.</summary>
    public required IReadOnlyList<ReliabilityBin> Diagram { get; init; }

    /// <summary>
    /// Expected calibration error (Naeini et al. 2015): the mean over answers of how far the share right of their bin lies from its mean
    /// confidence, 0 (as right as it says) to 1.
    /// </summary>
    public required double Error { get; init; }

    /// <summary>
    /// The 95% interval of <see cref="Error"/> over pictures: the basic bootstrap interval (twice the value minus the resampled points), as
    /// resampling adds about as much error by chance as the value has already. It is widened to hold the value and never goes below 0.
    /// </summary>
    public required Interval ErrorInterval { get; init; }

    /// <summary>
    /// The mean <see cref="Error"/> of a classifier whose confidences are exact, on as many answers with the same confidences. An error that is
    /// not above it is no sign of bad calibration.
    /// </summary>
    public required double ErrorByChance { get; init; }

    /// <summary>
    /// Brier's score (1950), lower is better: of two classes the mean square of the positive one's probability minus what is true (1 or 0), 0 to
    /// 1; of more the mean sum of these squares over classes, 0 to 2.
    /// </summary>
    public required double BrierScore { get; init; }

    /// <summary>Measures.</summary>
    /// <param name="labels">Each picture's true label, in [0, <paramref name="classes"/>); at least one picture.</param>
    /// <param name="probabilities"><c>[picture, class]</c>, a row after another, as the network gives them; NaN counts as 0.</param>
    /// <param name="classes">How many classes, at least 2.</param>
    /// <param name="temperature">Applied to the probabilities first, above 0; 1, the default, leaves them as they are.</param>
    /// <param name="threshold">Of two classes, the uncalibrated probability from which class 1 is told; 0.5 by default.</param>
    /// <param name="groups">Each picture's group, or null where pictures are independent.</param>
    /// <param name="resamples">How many resamples, at least 1; 2,000 by default.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a label is out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Reliability Measure(IReadOnlyList<int> labels, ReadOnlySpan<float> probabilities, int classes, double temperature = 1,
        float threshold = Decision.Threshold, IReadOnlyList<string>? groups = null, int resamples = Evaluator.DefaultResamples)
    {
        Answers.Check(labels, probabilities, classes);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        if (groups is not null && groups.Count != labels.Count)
            throw new ArgumentException($"Expected {labels.Count} groups, one a picture, got {groups.Count}.", nameof(groups));
        var answers = Answers.Of(labels, probabilities, classes, temperature, threshold);
        Span<int> weights = new int[labels.Count];
        weights.Fill(1);
        double error = answers.Error(weights);
        var resampler = new Resampler([.. labels], groups, 0);
        var replicates = new double[resamples];
        for (int r = 0; r < resamples; r++)
        {
            resampler.DrawPictures(r, weights);
            replicates[r] = answers.Error(weights);
        }
        Interval drawn = Intervals.Percentile(replicates);
        return new Reliability
        {
            Diagram = answers.Diagram(),
            Error = error,
            ErrorInterval = new Interval(Math.Clamp(2 * error - drawn.High, 0, error), Math.Clamp(2 * error - drawn.Low, error, 1)),
            ErrorByChance = answers.ErrorByChance(),
            BrierScore = answers.BrierScore,
        };
    }
}
