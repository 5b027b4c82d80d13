using Thaw.Kernels;

namespace Thaw.Tests.Evaluation;

/// <summary>A kind of comparison whose truth is known.</summary>
/// <param name="Name">What is particular about it.</param>
/// <param name="Pictures">Test pictures.</param>
/// <param name="Seeds">Seeds a plan.</param>
/// <param name="Accuracies">Each plan's expected accuracy over pictures and seeds; the first plan is frozen.</param>
/// <param name="SeedSpread">
/// The deviation of a seed's effect on every margin, in deviations of the margin over pictures; that of the first plan is half as much.
/// </param>
internal sealed record Regime(string Name, int Pictures, int Seeds, double[] Accuracies, double SeedSpread)
{
    /// <summary>The part of a margin's variance that all plans share: some pictures are hard for everyone.</summary>
    public double Shared { get; init; } = 0.5;

    /// <summary>The part that all seeds of one plan share; the rest is each seed's own.</summary>
    public double OfPlan { get; init; } = 0.2;

    /// <summary>How many groups the pictures fall into, each of one class; 0 where they are independent. Groups hold half of what is shared.</summary>
    public int Groups { get; init; }

    /// <summary>2 or more.</summary>
    public int Classes { get; init; } = 2;
}

/// <summary>
/// One simulated comparison: the margin by which a trained network tells a picture right is the sum of normal effects of the picture (shared by all
/// plans), of the plan on that picture, of the seed on all pictures, and of the seed on that picture. It errs where the margin is below 0.
/// </summary>
internal sealed class SimulatedComparison
{
    public SimulatedComparison(Regime regime, ulong round)
    {
        Regime = regime;
        var random = new Pcg32(round, 77);
        int pictures = regime.Pictures, classes = regime.Classes, plans = regime.Accuracies.Length;
        int perGroup = regime.Groups == 0 ? 1 : pictures / regime.Groups;
        Labels = [.. Enumerable.Range(0, pictures).Select(i => i / perGroup % classes)];
        Groups = regime.Groups == 0 ? null : [.. Enumerable.Range(0, pictures).Select(i => $"group {i / perGroup}")];
        var shared = new double[pictures];
        double group = 0;
        for (int i = 0; i < pictures; i++)
        {
            if (i % perGroup == 0)
                group = random.NextNormal();
            shared[i] = Math.Sqrt(regime.Shared) * (regime.Groups == 0 ? group : Math.Sqrt(0.5) * (group + random.NextNormal()));
        }
        Probabilities = new float[plans][][];
        SeedEffects = new double[plans][];
        for (int p = 0; p < plans; p++)
        {
            double[] picture = [.. shared.Select(effect => effect + Math.Sqrt(regime.OfPlan) * random.NextNormal())];
            double spread = SpreadOf(regime, p), centre = CentreOf(regime, p), own = Math.Sqrt(1 - regime.Shared - regime.OfPlan);
            SeedEffects[p] = [.. Enumerable.Range(0, regime.Seeds).Select(_ => spread * random.NextNormal())];
            Probabilities[p] = new float[regime.Seeds][];
            for (int s = 0; s < regime.Seeds; s++)
            {
                var rows = new float[pictures * classes];
                for (int i = 0; i < pictures; i++)
                    Write(rows.AsSpan(i * classes, classes), Labels[i], centre + SeedEffects[p][s] + picture[i] + own * random.NextNormal());
                Probabilities[p][s] = rows;
            }
        }
    }

    public Regime Regime { get; }

    public int[] Labels { get; }

    public string[]? Groups { get; }

    /// <summary><c>[plan][seed]</c>, each <c>[picture, class]</c>.</summary>
    public float[][][] Probabilities { get; }

    /// <summary><c>[plan][seed]</c>: what the seed adds to every margin.</summary>
    public double[][] SeedEffects { get; }

    /// <summary>What intervals should cover: the expectation over pictures and seeds, or over pictures alone where there is one seed.</summary>
    public double Accuracy(int plan) => Regime.Seeds == 1
        ? Normal(CentreOf(Regime, plan) + SeedEffects[plan][0])
        : Regime.Accuracies[plan];

    /// <summary>The same for the area under the ROC curve: a positive picture's score less a negative one's is the sum of two margins.</summary>
    public double Area(int plan)
    {
        double spread = SpreadOf(Regime, plan), root = Math.Sqrt(2);
        return Regime.Seeds == 1
            ? Normal(root * (CentreOf(Regime, plan) + SeedEffects[plan][0]))
            : Normal(root * CentreOf(Regime, plan) / Math.Sqrt(1 + 2 * spread * spread));
    }

    /// <summary>The same for the log loss in bits, by the midpoint rule over the margin.</summary>
    public double Loss(int plan)
    {
        double spread = Regime.Seeds == 1 ? 0 : SpreadOf(Regime, plan), centre = CentreOf(Regime, plan) + (Regime.Seeds == 1 ? SeedEffects[plan][0] : 0);
        double deviation = Math.Sqrt(1 + spread * spread), sum = 0, weights = 0;
        for (double z = -7.975; z < 8; z += 0.05)
        {
            double weight = Math.Exp(-z * z / 2);
            sum += weight * Math.Log2(1 + Math.Exp(-Steepness * (centre + deviation * z)));
            weights += weight;
        }
        return sum / weights;
    }

    private const double Steepness = 2;

    private static double SpreadOf(Regime regime, int plan) => plan == 0 ? regime.SeedSpread / 2 : regime.SeedSpread;

    /// <summary>The mean margin at which the expected accuracy is the one asked for: margins have variance 1 + spread^2.</summary>
    private static double CentreOf(Regime regime, int plan)
    {
        double spread = SpreadOf(regime, plan), low = -10, high = 10;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Normal(middle) < regime.Accuracies[plan] ? (middle, high) : (low, middle);
        }
        return low * Math.Sqrt(1 + spread * spread);
    }

    /// <summary>Two classes: a sigmoid of the margin. More: 0.6 for the class told, which is the next one where the margin is below 0.</summary>
    private static void Write(Span<float> row, int label, double margin)
    {
        if (row.Length == 2)
        {
            row[label] = (float)(1 / (1 + Math.Exp(-Steepness * margin)));
            row[1 - label] = 1 - row[label];
            return;
        }
        row.Fill(0.4f / (row.Length - 1));
        row[margin >= 0 ? label : (label + 1) % row.Length] = 0.6f;
    }

    /// <summary>The standard normal distribution function, by its series around 0 (Abramowitz and Stegun 26.2.11).</summary>
    private static double Normal(double x)
    {
        if (Math.Abs(x) > 8)
            return x > 0 ? 1 : 0;
        double term = x, sum = x;
        for (int k = 1; k < 300; k++)
        {
            term *= x * x / (2 * k + 1);
            sum += term;
            if (Math.Abs(term) < 1e-17)
                break;
        }
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }
}
