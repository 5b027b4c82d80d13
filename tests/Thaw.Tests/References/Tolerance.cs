using System.Globalization;

namespace Thaw.Tests.References;

/// <summary>Asserts that compare numbers in the maximum norm, relative to the largest expected value.</summary>
internal static class Tolerance
{
    /// <summary>The largest difference over the largest expected magnitude; infinite where one side alone is not finite.</summary>
    public static double Error(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual) => Worst(expected, actual).Error;

    /// <summary>Fails where lengths differ, or where the relative error in the maximum norm is above a bound.</summary>
    /// <param name="expected">What the oracle says.</param>
    /// <param name="actual">What came.</param>
    /// <param name="relative">The bound, for example 1e-5.</param>
    /// <param name="what">Begins the message.</param>
    public static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double relative, string what)
    {
        if (expected.Length != actual.Length)
            Assert.Fail($"{what}: expected {expected.Length} values, got {actual.Length}.");
        (double error, int index) = Worst(expected, actual);
        if (!(error <= relative))
            Assert.Fail(string.Create(CultureInfo.InvariantCulture,
                $"{what}: relative error {error:g3} is above {relative:g3}; worst at {index}: "
                + $"expected {expected[index]:g9}, got {actual[index]:g9}."));
    }

    /// <summary>The same for float32 results.</summary>
    public static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double relative, string what) =>
        Near(expected, Widen(actual), relative, what);

    /// <summary>The same for float32 on both sides.</summary>
    public static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double relative, string what) =>
        Near(Widen(expected), Widen(actual), relative, what);

    /// <summary>The same for single numbers.</summary>
    public static void Near(double expected, double actual, double relative, string what) =>
        Near([expected], [actual], relative, what);

    /// <summary>Fails where any bit differs; zeros of different sign and NaNs of different payload do.</summary>
    public static void SameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        if (expected.Length != actual.Length)
            Assert.Fail($"{what}: expected {expected.Length} values, got {actual.Length}.");
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToUInt32Bits(expected[i]) != BitConverter.SingleToUInt32Bits(actual[i]))
                Assert.Fail(string.Create(CultureInfo.InvariantCulture,
                    $"{what}: bits differ at {i}: expected {expected[i]:g9}, got {actual[i]:g9}."));
        }
    }

    private static double[] Widen(ReadOnlySpan<float> values)
    {
        var wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = values[i];
        return wide;
    }

    private static (double Error, int Index) Worst(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        double scale = 0, worst = 0;
        int index = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(expected[i] - actual[i]);
            if (expected[i].Equals(actual[i])) // also for two infinities and two NaNs
                difference = 0;
            else if (!double.IsFinite(difference))
                return (double.PositiveInfinity, i);
            if (double.IsFinite(expected[i]))
                scale = Math.Max(scale, Math.Abs(expected[i]));
            if (difference > worst)
                (worst, index) = (difference, i);
        }
        return (worst == 0 ? 0 : scale == 0 ? worst : worst / scale, index);
    }
}
