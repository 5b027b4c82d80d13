using System.Numerics;

namespace Thaw.Kernels;

/// <summary>
/// Batch normalisation over all pixels of a batch (Ioffe and Szegedy 2015), ReLU fused. Sums run over fixed blocks of rows, the
/// blocks' sums are added in order in float64.
/// </summary>
internal static unsafe class BatchNorm
{
    private const int BlockRows = 512;

    /// <summary>
    /// Training: normalises with the batch's own mean and biased variance, and gives both back.
    /// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, then ReLU if asked for.
    /// </summary>
    /// <param name="x">[rows, C].</param>
    /// <param name="gamma">[C].</param>
    /// <param name="beta">[C].</param>
    /// <param name="mean">[C]; overwritten.</param>
    /// <param name="variance">[C]; overwritten.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">[rows, C]; overwritten; may be x itself.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    public static void Train(ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, Span<float> mean, Span<float> variance,
        float epsilon, Span<float> y, bool relu, ThreadTeam team, Workspace workspace)
    {
        int c = gamma.Length, rows = x.Length / c, blocks = Blocks(rows);
        Span<float> sums = workspace.Take((long)blocks * c);
        fixed (float* px = x, pm = mean, ps = sums)
        {
            var state = new State { X = px, Mean = pm, Sums = ps, Rows = rows, C = c };
            team.Run(&SumBlock, &state, blocks);
            AddBlocks(sums, blocks, c, 1.0 / rows, mean);
            team.Run(&SquareBlock, &state, blocks);
            AddBlocks(sums, blocks, c, 1.0 / rows, variance);
        }
        Infer(x, gamma, beta, mean, variance, epsilon, y, relu, team, workspace);
    }

    /// <summary>Normalises with a given mean and variance; see <see cref="Train"/> for the parameters.</summary>
    public static void Infer(ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance, float epsilon, Span<float> y, bool relu, ThreadTeam team, Workspace workspace)
    {
        int c = gamma.Length, rows = x.Length / c;
        Span<float> scratch = workspace.Take(2 * c);
        for (int j = 0; j < c; j++)
        {
            double scale = gamma[j] / Math.Sqrt((double)variance[j] + epsilon);
            scratch[j] = (float)scale;
            scratch[c + j] = (float)(beta[j] - scale * mean[j]);
        }
        fixed (float* px = x, py = y, ps = scratch)
        {
            var state = new State { X = px, Y = py, Sums = ps, Rows = rows, C = c, Relu = relu };
            team.Run(&NormaliseBlock, &state, Blocks(rows));
        }
    }

    /// <summary>The gradients of <see cref="Train"/>; dy is already zero where the ReLU was off, and becomes dx.</summary>
    /// <param name="x">[rows, C], what was normalised.</param>
    /// <param name="gamma">[C].</param>
    /// <param name="mean">[C], the batch's.</param>
    /// <param name="variance">[C], the batch's.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="dy">[rows, C]; becomes the gradient with respect to x.</param>
    /// <param name="dGamma">[C]; overwritten.</param>
    /// <param name="dBeta">[C]; overwritten.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    public static void Gradient(ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance,
        float epsilon, Span<float> dy, Span<float> dGamma, Span<float> dBeta, ThreadTeam team, Workspace workspace)
    {
        int c = gamma.Length, rows = x.Length / c, blocks = Blocks(rows);
        Span<float> scratch = workspace.Take((long)blocks * c + 3 * c);
        Span<float> sums = scratch[(3 * c)..], coefficients = scratch[..(3 * c)];
        fixed (float* px = x, pm = mean, pdy = dy, ps = sums, pc = coefficients)
        {
            var state = new State { X = px, Y = pdy, Mean = pm, Sums = ps, Coefficients = pc, Rows = rows, C = c };
            team.Run(&SumGradientBlock, &state, blocks);
            AddBlocks(sums, blocks, c, 1, dBeta);
            team.Run(&SumProductBlock, &state, blocks);
            AddBlocks(sums, blocks, c, 1, dGamma);
            for (int j = 0; j < c; j++)
            {
                // dx = gamma/s (dy - mean(dy) - xhat mean(dy xhat)) with xhat = (x - mean)/s, written as p dy + q x + r
                double s = Math.Sqrt((double)variance[j] + epsilon), p = gamma[j] / s, q = -p * dGamma[j] / (s * s * rows);
                coefficients[j] = (float)p;
                coefficients[c + j] = (float)q;
                coefficients[2 * c + j] = (float)(-p * dBeta[j] / rows - q * mean[j]);
                dGamma[j] = (float)(dGamma[j] / s);
            }
            team.Run(&InputGradientBlock, &state, blocks);
        }
    }

    private static int Blocks(int rows) => (rows + BlockRows - 1) / BlockRows;

    private static void AddBlocks(ReadOnlySpan<float> sums, int blocks, int c, double factor, Span<float> target)
    {
        for (int j = 0; j < c; j++)
        {
            double sum = 0;
            for (int block = 0; block < blocks; block++)
                sum += sums[block * c + j];
            target[j] = (float)(sum * factor);
        }
    }

    private static void SumBlock(void* state, int block, int worker) => Accumulate(state, block, Term.X);

    private static void SquareBlock(void* state, int block, int worker) => Accumulate(state, block, Term.SquaredDeviation);

    private static void SumGradientBlock(void* state, int block, int worker) => Accumulate(state, block, Term.Gradient);

    private static void SumProductBlock(void* state, int block, int worker) => Accumulate(state, block, Term.GradientTimesDeviation);

    private static void Accumulate(void* state, int block, Term term)
    {
        ref State s = ref *(State*)state;
        int c = s.C, first = block * BlockRows, count = Math.Min(BlockRows, s.Rows - first);
        float* sums = s.Sums + (long)block * c;
        for (int j = 0; j < c; j += Vector<float>.Count)
        {
            float* x = s.X + (long)first * c + j, dy = s.Y + (s.Y == null ? 0 : (long)first * c + j);
            if (j + Vector<float>.Count <= c)
            {
                Vector<float> sum = Vector<float>.Zero, mean = term == Term.X ? sum : Vector.Load(s.Mean + j);
                for (int row = 0; row < count; row++, x += c, dy += c)
                {
                    sum += term switch
                    {
                        Term.X => Vector.Load(x),
                        Term.SquaredDeviation => (Vector.Load(x) - mean) * (Vector.Load(x) - mean),
                        Term.Gradient => Vector.Load(dy),
                        _ => Vector.Load(dy) * (Vector.Load(x) - mean),
                    };
                }
                sum.Store(sums + j);
                continue;
            }
            for (int lane = j; lane < c; lane++)
            {
                float sum = 0;
                for (int row = 0; row < count; row++)
                {
                    long i = (long)row * c + lane - j;
                    sum += term switch
                    {
                        Term.X => x[i],
                        Term.SquaredDeviation => (x[i] - s.Mean[lane]) * (x[i] - s.Mean[lane]),
                        Term.Gradient => dy[i],
                        _ => dy[i] * (x[i] - s.Mean[lane]),
                    };
                }
                sums[lane] = sum;
            }
        }
    }

    private static void NormaliseBlock(void* state, int block, int worker)
    {
        ref State s = ref *(State*)state;
        int c = s.C, first = block * BlockRows, count = Math.Min(BlockRows, s.Rows - first);
        float* x = s.X + (long)first * c, y = s.Y + (long)first * c, scale = s.Sums, shift = s.Sums + c;
        float floor = s.Relu ? 0 : float.NegativeInfinity;
        var low = new Vector<float>(floor);
        for (int row = 0; row < count; row++, x += c, y += c)
        {
            int j = 0;
            for (; j + Vector<float>.Count <= c; j += Vector<float>.Count)
                Vector.Max(Vector.Load(x + j) * Vector.Load(scale + j) + Vector.Load(shift + j), low).Store(y + j);
            for (; j < c; j++)
                y[j] = Math.Max(x[j] * scale[j] + shift[j], floor);
        }
    }

    private static void InputGradientBlock(void* state, int block, int worker)
    {
        ref State s = ref *(State*)state;
        int c = s.C, first = block * BlockRows, count = Math.Min(BlockRows, s.Rows - first);
        float* x = s.X + (long)first * c, dy = s.Y + (long)first * c, p = s.Coefficients, q = p + c, r = q + c;
        for (int row = 0; row < count; row++, x += c, dy += c)
        {
            int j = 0;
            for (; j + Vector<float>.Count <= c; j += Vector<float>.Count)
            {
                Vector<float> linear = Vector.Load(x + j) * Vector.Load(q + j) + Vector.Load(r + j);
                (Vector.Load(dy + j) * Vector.Load(p + j) + linear).Store(dy + j);
            }
            for (; j < c; j++)
                dy[j] = dy[j] * p[j] + (x[j] * q[j] + r[j]);
        }
    }

    private enum Term
    {
        X,
        SquaredDeviation,
        Gradient,
        GradientTimesDeviation,
    }

    private struct State
    {
        public float* X, Y, Mean, Sums, Coefficients;
        public int Rows, C;
        public bool Relu;
    }
}
