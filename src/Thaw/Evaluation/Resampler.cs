using Thaw.Kernels;

namespace Thaw.Evaluation;

/// <summary>
/// Draws test pictures with replacement. What is drawn is a unit: a picture, or a whole group of pictures that belong together.
/// Units are drawn within strata, so that each resample has as many units of each class as the test set: a stratum is the units
/// whose pictures all have one label, and groups of several labels are one more.
/// </summary>
internal sealed class Resampler
{
    private readonly ulong _seed;
    private readonly int _pictures;
    private readonly int[][][] _strata;

    public Resampler(int[] labels, IReadOnlyList<string>? groups, ulong seed)
    {
        _seed = seed;
        _pictures = labels.Length;
        int[][] units = groups is null
            ? [.. Enumerable.Range(0, labels.Length).Select(i => new[] { i })]
            : [.. Enumerable.Range(0, labels.Length).GroupBy(i => groups[i], StringComparer.Ordinal).Select(g => g.ToArray())];
        Units = units.Length;
        _strata = [.. units.GroupBy(unit => StratumOf(unit, labels)).OrderBy(g => g.Key).Select(g => g.ToArray())];
        Degrees = Units - _strata.Length;
        FewestUnits = _strata.Min(stratum => stratum.Length);
    }

    /// <summary>How many units there are to draw from.</summary>
    public int Units { get; }

    /// <summary>How many units there are in the smallest stratum.</summary>
    public int FewestUnits { get; }

    /// <summary>Degrees of freedom of a variance within strata: units less strata; 0 where each stratum is one unit.</summary>
    public int Degrees { get; }

    /// <summary>By how much a variance over resamples is too small, since units vary around their own mean: units over <see cref="Degrees"/>.</summary>
    public double Inflation => Degrees == 0 ? 1 : (double)Units / Degrees;

    /// <summary>Draws one resample of pictures: how often each comes.</summary>
    /// <param name="index">Which resample; the same index gives the same draw, whoever asks.</param>
    /// <param name="weights">Receives the counts, a picture each.</param>
    public void DrawPictures(int index, Span<int> weights)
    {
        weights[.._pictures].Clear();
        var random = new Pcg32(_seed, 2 * (ulong)index);
        foreach (int[][] stratum in _strata)
        {
            for (int n = 0; n < stratum.Length; n++)
            {
                foreach (int picture in stratum[random.NextInt(stratum.Length)])
                    weights[picture]++;
            }
        }
    }

    private static int StratumOf(int[] unit, int[] labels) => unit.All(i => labels[i] == labels[unit[0]]) ? labels[unit[0]] : int.MaxValue;
}
