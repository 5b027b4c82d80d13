namespace Pipeline.MLNet.Train;

/// <summary>How a contender did on the test pictures.</summary>
/// <param name="Name">The contender.</param>
/// <param name="Seconds">What fitting took.</param>
/// <param name="Model">The zip that ML.NET saved, relative to the report.</param>
/// <param name="Metrics">Every metric both ways.</param>
/// <param name="Pixels">How far ML.NET's pixels move the answers over all pictures; null where Thaw has no zip of the network.</param>
internal sealed record ContenderResult(string Name, double Seconds, string Model, IReadOnlyList<MetricPair> Metrics, PixelDifference? Pixels)
{
    /// <summary>The largest difference between ML.NET's metrics and Thaw's.</summary>
    public double LargestDifference => Metrics.Max(pair => pair.Difference);
}
