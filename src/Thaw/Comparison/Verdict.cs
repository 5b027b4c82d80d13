namespace Thaw.Comparison;

/// <summary>The answer of a comparison, in words and numbers.</summary>
/// <param name="Quality">What freezing did to the accuracy, with its interval; the same for the same recipe and seeds.</param>
/// <param name="Cost">What freezing did to the time on this machine, or null where it was not measured.</param>
/// <param name="Selection">Which plan to keep by validation loss alone, with its test accuracy.</param>
public sealed record Verdict(string Quality, string? Cost, string Selection)
{
    /// <summary>Quality and cost as one sentence.</summary>
    public string Sentence => Cost is null ? Quality + "." : Quality + ", " + Cost + ".";
}
