using System.Numerics;
using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>2x2 max pooling with stride 2; an odd last row or column is left out, as in Keras with padding "valid".</summary>
internal static unsafe class MaxPooling
{
    /// <summary>[N, H, W, C] to [N, H/2, W/2, C].</summary>
    /// <param name="n">Pictures.</param>
    /// <param name="h">Rows in, at least 2.</param>
    /// <param name="w">Columns in, at least 2.</param>
    /// <param name="c">Channels.</param>
    /// <param name="x">What is pooled.</param>
    /// <param name="y">Overwritten.</param>
    /// <param name="team">The threads.</param>
    public static void Forward(int n, int h, int w, int c, ReadOnlySpan<float> x, Span<float> y, ThreadTeam team)
    {
        fixed (float* px = x, py = y)
        {
            var state = new State { X = px, Y = py, H = h, W = w, C = c };
            team.Run(&ForwardRow, &state, n * (h / 2));
        }
    }

    /// <summary>The gradient with respect to x: each window's gradient goes to its first maximum in reading order, as in PyTorch.</summary>
    /// <param name="n">Pictures.</param>
    /// <param name="h">Rows of x.</param>
    /// <param name="w">Columns of x.</param>
    /// <param name="c">Channels.</param>
    /// <param name="x">What was pooled.</param>
    /// <param name="y">What came of it.</param>
    /// <param name="dy">The gradient with respect to y.</param>
    /// <param name="dx">[N, H, W, C]; overwritten.</param>
    /// <param name="gated">Whether the gradient becomes 0 where x is not above 0, because x came out of a ReLU.</param>
    /// <param name="team">The threads.</param>
    public static void Gradient(int n, int h, int w, int c, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx,
        bool gated, ThreadTeam team)
    {
        if (h % 2 != 0 || w % 2 != 0)
            dx.Clear();
        fixed (float* px = x, py = y, pdy = dy, pdx = dx)
        {
            var state = new State { X = px, Y = py, Dy = pdy, Dx = pdx, H = h, W = w, C = c, Floor = gated ? 0 : float.NegativeInfinity };
            state.Streaming = Streaming.Pays(pdx, (long)n * h * w, c);
            team.Run(&GradientRow, &state, n * (h / 2));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardRow(void* state, int block, int worker)
    {
        ref State s = ref *(State*)state;
        int c = s.C, columns = s.W / 2;
        nint below = (nint)s.W * c;
        float* x = s.X + s.Source(block);
        float* y = s.Y + (long)block * columns * c;
        for (int column = 0; column < columns; column++, x += 2 * c, y += c)
        {
            int j = 0;
            for (; j + Vector<float>.Count <= c; j += Vector<float>.Count)
            {
                Vector<float> top = Vector.Max(Vector.Load(x + j), Vector.Load(x + c + j));
                Vector<float> bottom = Vector.Max(Vector.Load(x + below + j), Vector.Load(x + below + c + j));
                Vector.Max(top, bottom).Store(y + j);
            }
            for (; j < c; j++)
                y[j] = Math.Max(Math.Max(x[j], x[c + j]), Math.Max(x[below + j], x[below + c + j]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GradientRow(void* state, int block, int worker)
    {
        ref State s = ref *(State*)state;
        int c = s.C, columns = s.W / 2;
        nint below = (nint)s.W * c;
        nint source = s.Source(block);
        float* x = s.X + source, dx = s.Dx + source;
        float* y = s.Y + (long)block * columns * c, dy = s.Dy + (long)block * columns * c;
        float floor = s.Floor;
        var floors = new Vector<float>(floor);
        for (int column = 0; column < columns; column++, x += 2 * c, dx += 2 * c, y += c, dy += c)
        {
            int j = 0;
            for (; j + Vector<float>.Count <= c; j += Vector<float>.Count)
            {
                Vector<float> high = Vector.Load(y + j);
                Vector<float> rest = Vector.ConditionalSelect(Vector.GreaterThan(high, floors), Vector.Load(dy + j), Vector<float>.Zero);
                rest = Give(x + j, dx + j, high, rest, s.Streaming);
                rest = Give(x + c + j, dx + c + j, high, rest, s.Streaming);
                rest = Give(x + below + j, dx + below + j, high, rest, s.Streaming);
                Store(rest, dx + below + c + j, s.Streaming);
            }
            for (; j < c; j++)
            {
                float high = y[j], rest = high > floor ? dy[j] : 0;
                rest = Give(x[j], out dx[j], high, rest);
                rest = Give(x[c + j], out dx[c + j], high, rest);
                rest = Give(x[below + j], out dx[below + j], high, rest);
                dx[below + c + j] = rest;
            }
        }
    }

    // Whoever equals the maximum takes all that is left of the gradient; the others get zero
    private static Vector<float> Give(float* x, float* dx, Vector<float> high, Vector<float> rest, bool streaming)
    {
        Vector<int> equal = Vector.Equals(Vector.Load(x), high);
        Store(Vector.ConditionalSelect(equal, rest, Vector<float>.Zero), dx, streaming);
        return Vector.ConditionalSelect(equal, Vector<float>.Zero, rest);
    }

    private static void Store(Vector<float> value, float* target, bool streaming)
    {
        if (streaming)
            value.StoreAlignedNonTemporal(target);
        else
            value.Store(target);
    }

    private static float Give(float x, out float dx, float high, float rest)
    {
        dx = x == high ? rest : 0;
        return x == high ? 0 : rest;
    }

    private struct State
    {
        public float* X, Y, Dy, Dx;
        public int H, W, C;

        /// <summary>Whether <see cref="Dx"/> is written past the caches.</summary>
        public bool Streaming;

        /// <summary>Windows whose maximum is not above this pass no gradient on.</summary>
        public float Floor;

        /// <summary>Where in x the two rows start that a row of y comes from.</summary>
        public readonly nint Source(int row) => (nint)(row / (H / 2) * H + row % (H / 2) * 2) * W * C;
    }
}
