namespace Thaw.Comparison.Advice;

/// <summary>Probabilities of normal numbers that share a part of their luck.</summary>
internal static class Chances
{
    private const int Steps = 400;
    private const double Reach = 6;

    /// <summary>
    /// The probability that one of several numbers is at most a margin below the largest. Number i is means[i] + shared[i] Z + own[i] Ei with Z and all Ei standard normal
    /// and independent. By the rectangle rule over Z and over the chosen number's own part.
    /// </summary>
    /// <param name="means">The numbers' means.</param>
    /// <param name="own">Standard deviations of their own parts, at least 0.</param>
    /// <param name="shared">Factors of the part that they share.</param>
    /// <param name="chosen">Which number.</param>
    /// <param name="margin">The margin, at least 0.</param>
    public static double Within(double[] means, double[] own, double[] shared, int chosen, double margin)
    {
        bool still = own[chosen] == 0, common = Array.TrueForAll(shared, factor => factor == shared[0]);
        double probability = 0;
        foreach ((double z, double weight) in Grid(common))
        {
            foreach ((double e, double share) in Grid(still))
            {
                double limit = means[chosen] + shared[chosen] * z + own[chosen] * e + margin, below = 1;
                for (int i = 0; i < means.Length; i++)
                {
                    if (i == chosen)
                        continue;
                    double over = limit - means[i] - shared[i] * z;
                    below *= own[i] > 0 ? Normal(over / own[i]) : over >= 0 ? 1 : 0;
                }
                probability += weight * share * below;
            }
        }
        return Math.Clamp(probability, 0, 1);
    }

    /// <summary>The standard normal distribution: Φ(x) by Abramowitz and Stegun's 26.2.17, to 8e-8.</summary>
    public static double Normal(double x)
    {
        double t = 1 / (1 + 0.2316419 * Math.Abs(x));
        double tail = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI) * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return x > 0 ? 1 - tail : tail;
    }

    // Middles of steps with the normal weight of each, which sum to 1
    private static (double Z, double Weight)[] Grid(bool one)
    {
        if (one)
            return [(0, 1)];
        double[] places = [.. Enumerable.Range(0, Steps).Select(i => Reach * (2 * (i + 0.5) / Steps - 1))], weights = [.. places.Select(z => Math.Exp(-z * z / 2))];
        double sum = weights.Sum();
        return [.. places.Zip(weights, (z, weight) => (z, weight / sum))];
    }
}
