using Thaw.Tests.References;

namespace Thaw.Tests.Kernels;

/// <summary>Each transform of Winograd's convolution: the same bits in every vector width, and the product with the matrices.</summary>
public class WinogradTransformTests
{
    /// <summary>Of the largest expected value; a number of a transform is a sum of at most 36, with factors of up to 64.</summary>
    private const double Bound = 1e-6;

    private const float Unset = float.NaN;

    /// <summary>None, one and several vectors of each width, with and without channels that are left over.</summary>
    public static TheoryData<int> Channels => [1, 3, 4, 7, 8, 16, 21, 32, 47, 64, 67];

    [Theory]
    [MemberData(nameof(Channels))]
    public void Pixels(int channels)
    {
        (int column, int row, int plane) = (channels + 2, 6 * (channels + 2) + 3, channels + 5);
        float[] d = Draw.NormalFloats(6 * row, 1);
        float[] v = SameInAll(width => width.Input(d, row, column, channels, plane));
        Tolerance.Near(Expected(Grid(6, row, column), d, Grid(1, 36 * plane, plane, 36), v.Length, channels, DirectWinograd.Input), v, Bound, "v");
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Gradients_of_pixels(int channels)
    {
        (int column, int row, int plane) = (channels + 2, 4 * (channels + 2) + 3, channels + 5);
        float[] d = Draw.NormalFloats(4 * row, 1);
        float[] m = SameInAll(width => width.Gradient(d, row, column, channels, plane));
        Tolerance.Near(
            Expected(Grid(4, row, column), d, Grid(1, 36 * plane, plane, 36), m.Length, channels, DirectWinograd.OutputGradient), m, Bound, "m");
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Weights(int channels)
    {
        (int tap, int plane) = (channels + 2, channels + 5);
        float[] g = Draw.NormalFloats(9 * tap, 1);
        float[] u = SameInAll(width => width.Weights(g, tap, channels, plane));
        Tolerance.Near(Expected(Grid(3, 3 * tap, tap), g, Grid(1, 36 * plane, plane, 36), u.Length, channels, DirectWinograd.Weights), u, Bound, "u");
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Gradients_of_weights(int channels)
    {
        (int tap, int plane) = (channels + 2, channels + 5);
        foreach (int parts in new[] { 1, 2, 5 })
        {
            float[] u = Draw.NormalFloats(parts * 36 * plane, 1);
            float[] g = SameInAll(width => width.WeightsGradient(u, plane, parts, channels, tap));
            double[] Sum(double[] all) => DirectWinograd.WeightsGradient(
                [.. Enumerable.Range(0, 36).Select(i => Enumerable.Range(0, parts).Sum(part => all[36 * part + i]))]);
            Tolerance.Near(Expected(Grid(1, 0, plane, 36 * parts), u, Grid(3, 3 * tap, tap), g.Length, channels, Sum), g, Bound, $"g of {parts}");
        }
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Products(int channels)
    {
        int plane = channels + 5, padded = (channels + 15) / 16 * 16 + 16;
        float[] m = Draw.NormalFloats(36 * plane, 1), bias = Draw.NormalFloats(channels, 2);
        for (int i = 0; channels > 1 && i < 36; i++)
            m[i * plane + channels / 2] = 0; // a channel whose results are the bias alone, and whose maxima are of equal numbers
        var plain = new WinogradProbe.OutputWish(4 * padded + 16, padded, bias);
        float[] gate = Draw.NormalFloats(4 * plain.Row, 3);
        gate[0] = 0;
        gate[padded] = -0f;

        foreach (bool relu in new[] { false, true })
        {
            foreach (float[]? own in new[] { null, gate })
            {
                WinogradProbe.OutputWish wish = plain with { Relu = relu, Gate = own };
                double[] expected = Expected(Grid(1, 0, plane, 36), m, Grid(4, wish.Row, padded), 4 * wish.Row, channels, DirectWinograd.Output);
                for (int i = 0; i < expected.Length; i++)
                {
                    expected[i] += i % wish.Row % padded < channels ? bias[i % wish.Row % padded] : 0;
                    expected[i] = relu && expected[i] < 0 || !double.IsNaN(expected[i]) && own?[i] <= 0 ? 0 : expected[i];
                }
                float[] y = SameInAll(width => width.Output(m, plane, channels, wish).Y);
                Tolerance.Near(expected, y, Bound, $"y, ReLU {relu}, gate {own is not null}");
                CheckPooling(m, plane, channels, wish, y);
            }
        }
        Tolerance.SameBits(
            SameInAll(width => width.Output(m, plane, channels, plain).Y),
            SameInAll(width => width.Output(m, plane, channels, plain with { Streaming = true }).Y), "past the caches");
    }

    /// <summary>&lt;Aᵀ m A, dy&gt; = &lt;m, A dy Aᵀ&gt; and &lt;G g Gᵀ, u&gt; = &lt;g, Gᵀ u G&gt;; dy and u are such that nothing cancels.</summary>
    [Fact]
    public void Gradients_are_adjoints()
    {
        const int Channels = 67;
        float[] m = Draw.NormalFloats(36 * Channels, 1), g = Draw.NormalFloats(9 * Channels, 2);
        var wish = new WinogradProbe.OutputWish(4 * Channels, Channels, new float[Channels]);
        foreach (WinogradProbe width in WinogradProbe.Widths)
        {
            float[] y = width.Output(m, Channels, Channels, wish).Y;
            Tolerance.Near(Dot(y, y), Dot(m, width.Gradient(y, 4 * Channels, Channels, Channels, Channels)), Bound, "A " + width.Name);
            float[] u = width.Weights(g, Channels, Channels, Channels);
            Tolerance.Near(Dot(u, u), Dot(g, width.WeightsGradient(u, Channels, 1, Channels, Channels)), Bound, "G " + width.Name);
        }
    }

    private static void CheckPooling(float[] m, int plane, int channels, WinogradProbe.OutputWish wish, float[] y)
    {
        float[] expected = new float[2 * wish.Row];
        for (int i = 0; i < expected.Length; i++)
        {
            (int row, int column, int channel) = (i / wish.Row, i % wish.Row / wish.Column, i % wish.Row % wish.Column);
            int first = 2 * row * wish.Row + 2 * column * wish.Column + channel;
            expected[i] = column < 2 && channel < channels
                ? new[] { y[first], y[first + wish.Column], y[first + wish.Row], y[first + wish.Row + wish.Column] }.Max()
                : Unset;
        }
        Assert.Equal(expected, SameInAll(width => width.Output(m, plane, channels, wish with { Pooling = true }).Pooled));
        Assert.Equal(expected, SameInAll(width => width.Output(m, plane, channels, wish with { Pooling = true, WithY = false }).Pooled));
        Tolerance.SameBits(y, SameInAll(width => width.Output(m, plane, channels, wish with { Pooling = true }).Y), "y beside maxima");
    }

    private static float[] SameInAll(Func<WinogradProbe, float[]> transform)
    {
        float[] first = transform(WinogradProbe.Widths[0]);
        foreach (WinogradProbe width in WinogradProbe.Widths)
            Tolerance.SameBits(first, transform(width), width.Name);
        return first;
    }

    /// <summary>Where the numbers of a square tile's first channel lie, row by row; or, with one row, those of planes.</summary>
    private static int[] Grid(int side, int row, int column, int columns = 0) =>
        [.. from i in Enumerable.Range(0, side) from j in Enumerable.Range(0, columns == 0 ? side : columns) select i * row + j * column];

    /// <summary>A transform of every channel, with NaN wherever no result belongs.</summary>
    private static double[] Expected(int[] from, float[] source, int[] to, int length, int channels, Func<double[], double[]> transform)
    {
        double[] expected = [.. Enumerable.Repeat(double.NaN, length)];
        for (int channel = 0; channel < channels; channel++)
        {
            double[] result = transform(Array.ConvertAll(from, place => (double)source[place + channel]));
            for (int i = 0; i < to.Length; i++)
                expected[to[i] + channel] = result[i];
        }
        return expected;
    }

    private static double Dot(float[] a, float[] b)
    {
        Assert.Equal(a.Length, b.Length);
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}
