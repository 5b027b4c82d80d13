namespace Thaw.Evaluation;

/// <summary>What the seeds of one classifier add to the variance of a metric's mean over seeds.</summary>
/// <param name="Between">The sample variance between the seeds' own values over the number of seeds; 0 for one seed.</param>
/// <param name="Interaction">
/// The part of <paramref name="Between"/> that comes from the test pictures, since each seed errs on other pictures; resampling the pictures
/// shows it already.
/// </param>
/// <param name="Degrees">Degrees of freedom of <paramref name="Between"/>: one less than the seeds.</param>
internal readonly record struct SeedSpread(double Between, double Interaction, int Degrees)
{
    /// <summary>The seeds' part of the variance, less a share of what the pictures' part holds already.</summary>
    /// <param name="share">The share that is taken off, 0 to 1: 1 is free of bias but, cut off at 0, too small as often as not.</param>
    public (double Variance, double Degrees) Part(double share) => (Math.Max(0, Between - share * Interaction), Degrees);
}
