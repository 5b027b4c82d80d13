namespace Thaw.Evaluation;

/// <summary>
/// McNemar's exact test (1947; exact form: a two-sided binomial test) of whether two classifiers err equally often on the same
/// pictures. Only pictures that one tells right and the other wrong count.
/// </summary>
/// <param name="OnlyFirstRight">Pictures that only the first tells right.</param>
/// <param name="OnlySecondRight">Pictures that only the second tells right.</param>
/// <param name="PValue">
/// How likely a split at least this uneven is where both err equally often: the sum of the binomial(n, 1/2) probabilities of outcomes
/// at most as likely as the one seen, 0 to 1; 1 where the two never disagree.
/// </param>
public sealed record McNemar(int OnlyFirstRight, int OnlySecondRight, double PValue);
