using System.Runtime.Intrinsics;
using Thaw.Kernels;

namespace Thaw.Tests.Kernels;

/// <summary>
/// The transforms of Winograd's convolution on arrays, in one vector width, whichever the process would choose. Results lie in arrays
/// that hold NaN first, so that what is not written, and what is written beside, shows.
/// </summary>
internal abstract unsafe class WinogradProbe(string name)
{
    /// <summary>One for each width, scalar first.</summary>
    public static IReadOnlyList<WinogradProbe> Widths { get; } =
    [
        new Of<SimdScalar, float>("scalar"),
        new Of<Simd128, Vector128<float>>("128"),
        new Of<Simd256, Vector256<float>>("256"),
        new Of<Simd512, Vector512<float>>("512"),
    ];

    public string Name { get; } = name;

    /// <summary>Pixels of a tile [6, row] to planes [36, plane].</summary>
    public abstract float[] Input(float[] d, int row, int column, int channels, int plane);

    /// <summary>Gradients of a tile's pixels [4, row] to planes [36, plane].</summary>
    public abstract float[] Gradient(float[] d, int row, int column, int channels, int plane);

    /// <summary>Weights [9, tap] to planes [36, plane].</summary>
    public abstract float[] Weights(float[] g, int tap, int channels, int plane);

    /// <summary>Parts of planes [parts, 36 * plane] to the gradient of weights [9, tap].</summary>
    public abstract float[] WeightsGradient(float[] u, int plane, int parts, int channels, int tap);

    /// <summary>Planes [36, plane] to pixels [4, row] and maxima [2, row].</summary>
    public abstract (float[] Y, float[] Pooled) Output(float[] m, int plane, int channels, OutputWish wish);

    /// <summary>What the output transform is asked for; all pixels have the same strides.</summary>
    public sealed record OutputWish(int Row, int Column, float[] Bias)
    {
        public bool Relu { get; init; }

        /// <summary>[4, row], or null for none.</summary>
        public float[]? Gate { get; init; }

        public bool Pooling { get; init; }

        public bool WithY { get; init; } = true;

        public bool Streaming { get; init; }
    }

    private sealed class Of<TSimd, TVector>(string name) : WinogradProbe(name)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        public override float[] Input(float[] d, int row, int column, int channels, int plane)
        {
            float[] v = Unset(36 * plane);
            fixed (float* pd = d, pv = v)
                WinogradInput.Transform<TSimd, TVector>(pd, row, column, channels, pv, plane);
            return v;
        }

        public override float[] Gradient(float[] d, int row, int column, int channels, int plane)
        {
            float[] m = Unset(36 * plane);
            fixed (float* pd = d, pm = m)
            {
                WinogradGradient.OuterRows<TSimd, TVector>(pd, row, column, channels, pm, pm + 30 * plane, plane);
                WinogradGradient.UpperRows<TSimd, TVector>(pd, row, column, channels, pm + 6 * plane, pm + 12 * plane, plane);
                WinogradGradient.LowerRows<TSimd, TVector>(pd, row, column, channels, pm + 18 * plane, pm + 24 * plane, plane);
            }
            return m;
        }

        public override float[] Weights(float[] g, int tap, int channels, int plane)
        {
            float[] u = Unset(36 * plane);
            fixed (float* pg = g, pu = u)
                WinogradWeights.Transform<TSimd, TVector>(pg, tap, channels, pu, plane);
            return u;
        }

        public override float[] WeightsGradient(float[] u, int plane, int parts, int channels, int tap)
        {
            float[] g = Unset(9 * tap);
            fixed (float* pu = u, pg = g)
                WinogradWeights.Gradient<TSimd, TVector>(pu, plane, parts, 36 * plane, channels, pg, tap);
            return g;
        }

        public override (float[] Y, float[] Pooled) Output(float[] m, int plane, int channels, OutputWish wish)
        {
            using var y = new AlignedBuffer(4 * wish.Row);
            y.Span.Fill(float.NaN);
            float[] pooled = Unset(2 * wish.Row);
            fixed (float* pm = m, py = y.Span, pp = pooled, pb = wish.Bias, pg = wish.Gate)
            {
                WinogradOutput.Transform<TSimd, TVector>(pm, plane, channels, new WinogradTarget
                {
                    Y = wish.WithY ? py : null,
                    Row = wish.Row,
                    Column = wish.Column,
                    Bias = pb,
                    Relu = wish.Relu,
                    Gate = pg,
                    Pooled = wish.Pooling ? pp : null,
                    PooledRow = wish.Row,
                    Streaming = wish.Streaming,
                });
            }
            return (y.Span.ToArray(), pooled);
        }

        private static float[] Unset(int length) => [.. Enumerable.Repeat(float.NaN, length)];
    }
}
