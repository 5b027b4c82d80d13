namespace Thaw.Evaluation;

/// <summary>
/// McNemar's exact test (1947; in its exact form a two-sided binomial test) of whether two classifiers err equally often on the
/// same pictures. Only pictures that one tells right and the other wrong count.
/// </summary>
/// <param name="OnlyFirstRight">Pictures that only the first tells right.</param>
/// <param name="OnlySecondRight">Pictures that only the second tells right.</param>
/// <param name="PValue">
/// How likely a split at least this uneven is where both err equally often: the binomial(n, 1/2) probability of both tails, 0
/// to 1; 1 where the two never disagree.
/// </param>
public sealed record McNemar(int OnlyFirstRight, int OnlySecondRight, double PValue)
{
    /// <summary>Tests two counts.</summary>
    /// <param name="onlyFirstRight">Pictures that only the first tells right, at least 0.</param>
    /// <param name="onlySecondRight">Pictures that only the second tells right, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static McNemar Of(int onlyFirstRight, int onlySecondRight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirstRight);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecondRight);
        int n = onlyFirstRight + onlySecondRight, fewer = Math.Min(onlyFirstRight, onlySecondRight);
        // log C(n, k) from k = 0 on: each term is the one before times (n - k) / (k + 1)
        double logTerm = -n * Math.Log(2), tail = 0;
        for (int k = 0; k <= fewer; k++)
        {
            tail += Math.Exp(logTerm);
            logTerm += Math.Log(n - k) - Math.Log(k + 1);
        }
        return new McNemar(onlyFirstRight, onlySecondRight, Math.Min(1, 2 * tail));
    }
}
