namespace Thaw.Images;

/// <summary>
/// The weights that turn a row of <c>source</c> samples into a row of <c>target</c> samples: for each target sample the first
/// source sample under the filter and one weight for each that follows. The filter's support grows with the reduction, so
/// every source sample counts and nothing aliases.
/// </summary>
/// <remarks>
/// Weights are integers with <see cref="FractionBits"/> bits after the point, computed from basic double arithmetic alone:
/// the same on every machine. A target sample's weights add up to one but for rounding of the last bits.
/// </remarks>
internal sealed class ResampleAxis
{
    /// <summary>Bits after the point of a weight; with 8-bit samples and sums near one, 2^30 is never passed.</summary>
    public const int FractionBits = 22;

    /// <summary>Half of the last bit of a result, to round to nearest.</summary>
    public const int Half = 1 << (FractionBits - 1);

    private readonly int[] _first;
    private readonly int[] _count;
    private readonly int[] _weights;

    public ResampleAxis(int source, int target, ResizeFilter filter)
    {
        double scale = (double)source / target;
        double stretch = Math.Max(scale, 1);
        double support = (filter == ResizeFilter.Box ? 0.5 : 1) * stretch;
        Taps = (int)Math.Ceiling(support) * 2 + 1;
        _first = new int[target];
        _count = new int[target];
        _weights = new int[target * Taps];

        Span<double> row = Taps <= 256 ? stackalloc double[Taps] : new double[Taps];
        for (int i = 0; i < target; i++)
        {
            double centre = (i + 0.5) * scale;
            int first = Math.Max((int)(centre - support + 0.5), 0);
            int end = Math.Min((int)(centre + support + 0.5), source);
            double sum = 0;
            for (int j = first; j < end; j++)
                sum += row[j - first] = Weight(filter, (j + 0.5 - centre) / stretch);
            _first[i] = first;
            _count[i] = end - first;
            for (int j = 0; j < end - first; j++)
                _weights[i * Taps + j] = (int)(row[j] / sum * (1 << FractionBits) + 0.5);
        }
    }

    /// <summary>The largest number of weights of one target sample.</summary>
    public int Taps { get; }

    /// <summary>The first source sample that counts for target sample <paramref name="i"/>.</summary>
    public int First(int i) => _first[i];

    /// <summary>The weights of target sample <paramref name="i"/>, one for each source sample from <see cref="First"/> on.</summary>
    public ReadOnlySpan<int> Weights(int i) => _weights.AsSpan(i * Taps, _count[i]);

    private static double Weight(ResizeFilter filter, double x)
    {
        if (filter == ResizeFilter.Box)
            return x is > -0.5 and <= 0.5 ? 1 : 0;
        double distance = Math.Abs(x);
        return distance < 1 ? 1 - distance : 0;
    }
}
