using System.Numerics;

namespace Thaw.Kernels;

/// <summary>
/// Batch normalisation over all pixels of a batch (Ioffe and Szegedy 2015), ReLU fused. Statistics are taken a block of rows at a time:
/// each block is small enough to stay in the first cache while its mean and then its squares around that mean are summed, and the
/// blocks are put together in order in float64 (Chan, Golub and LeVeque 1983). So a map is read from memory once for its statistics
/// and once to be normalised, and no digits are lost where the mean is far larger than the deviation.
/// </summary>
internal static unsafe class BatchNorm
{
    private const int BlockLength = 8 * 1024;

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
        int c = gamma.Length;
        fixed (float* px = x)
        {
            var state = new State(px, x.Length, c);
            Span<float> sums = workspace.Take(3L * state.Blocks * c);
            fixed (float* ps = sums)
            {
                state.Sums = ps;
                team.Run(&SumMoments, &state, state.Blocks);
            }
            AddMoments(sums, ref state, mean, variance);
        }
        Infer(x, gamma, beta, mean, variance, epsilon, y, relu, team, workspace);
    }

    /// <summary>Normalises with a given mean and variance; see <see cref="Train"/> for the parameters.</summary>
    public static void Infer(ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance, float epsilon, Span<float> y, bool relu, ThreadTeam team, Workspace workspace)
    {
        int c = gamma.Length;
        Span<float> scale = workspace.Take(c);
        Scale(gamma, variance, epsilon, scale);
        fixed (float* px = x, py = y, pm = mean, ps = scale, pb = beta)
        {
            var state = new State(px, x.Length, c) { Y = py, Mean = pm, Scale = ps, Beta = pb, Relu = relu };
            team.Run(&NormaliseBlock, &state, state.Blocks);
        }
    }

    /// <summary>The gradients of <see cref="Train"/>; dy becomes dx.</summary>
    /// <param name="x">[rows, C], what was normalised.</param>
    /// <param name="gamma">[C].</param>
    /// <param name="mean">[C], the batch's.</param>
    /// <param name="variance">[C], the batch's.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="dy">[rows, C], already zero where a ReLU was off; becomes the gradient with respect to x.</param>
    /// <param name="dGamma">[C]; overwritten.</param>
    /// <param name="dBeta">[C]; overwritten.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    public static void Gradient(ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance,
        float epsilon, Span<float> dy, Span<float> dGamma, Span<float> dBeta, ThreadTeam team, Workspace workspace)
    {
        int c = gamma.Length;
        fixed (float* px = x, pm = mean, pdy = dy)
        {
            var state = new State(px, x.Length, c) { Y = pdy, Mean = pm };
            Span<float> scratch = workspace.Take(3L * (state.Blocks + 1) * c);
            Span<float> coefficients = scratch[..(3 * c)], sums = scratch[(3 * c)..];
            fixed (float* ps = sums, pc = coefficients)
            {
                state.Sums = ps;
                state.Coefficients = pc;
                team.Run(&SumGradients, &state, state.Blocks);
                AddGradients(sums, ref state, variance, epsilon, gamma, coefficients, dGamma, dBeta);
                team.Run(&InputGradientBlock, &state, state.Blocks);
            }
        }
    }

    private static void Scale(ReadOnlySpan<float> gamma, ReadOnlySpan<float> variance, float epsilon, Span<float> scale)
    {
        for (int j = 0; j < gamma.Length; j++)
            scale[j] = (float)(gamma[j] / Math.Sqrt((double)variance[j] + epsilon));
    }

    // Each block gives its mean, rounded, and sums of the deviations from that and of their squares: [blocks, 3, C]
    private static void AddMoments(ReadOnlySpan<float> sums, ref State s, Span<float> mean, Span<float> variance)
    {
        int c = s.C;
        for (int j = 0; j < c; j++)
        {
            double first = sums[j], sum = 0, squares = 0;
            for (int block = 0; block < s.Blocks; block++)
            {
                ReadOnlySpan<float> own = sums.Slice(3 * block * c + j, 2 * c + 1);
                // x - first = (x - own mean) + shift
                double count = s.RowsOf(block), shift = own[0] - first;
                sum += own[c] + count * shift;
                squares += own[2 * c] + shift * (2 * own[c] + count * shift);
            }
            double offset = sum / s.Rows;
            mean[j] = (float)(first + offset);
            variance[j] = (float)Math.Max(0, squares / s.Rows - offset * offset);
        }
    }

    // Each block gives sums of dy, of dy (x - mean) and of x - mean: [blocks, 3, C]; the last is what rounding has left in the mean
    private static void AddGradients(ReadOnlySpan<float> sums, ref State s, ReadOnlySpan<float> variance, float epsilon, ReadOnlySpan<float> gamma,
        Span<float> coefficients, Span<float> dGamma, Span<float> dBeta)
    {
        int c = s.C;
        for (int j = 0; j < c; j++)
        {
            double dy = 0, product = 0, offset = 0;
            for (int block = 0; block < s.Blocks; block++)
            {
                ReadOnlySpan<float> own = sums.Slice(3 * block * c + j, 2 * c + 1);
                dy += own[0];
                product += own[c];
                offset += own[2 * c];
            }
            offset /= s.Rows;
            product -= offset * dy;
            // dx = gamma/d (dy - mean(dy) - xhat mean(dy xhat)) with xhat = (x - mean)/d, written as p dy + q (x - mean) + r
            double deviation = Math.Sqrt((double)variance[j] + epsilon), p = gamma[j] / deviation;
            double q = -p * product / (deviation * deviation * s.Rows);
            coefficients[j] = (float)p;
            coefficients[c + j] = (float)q;
            coefficients[2 * c + j] = (float)(-p * dy / s.Rows - q * offset);
            dGamma[j] = (float)(product / deviation);
            dBeta[j] = (float)dy;
        }
    }

    private static void SumMoments(void* state, int block, int worker)
    {
        ref State s = ref *(State*)state;
        float* x = s.X + s.Start(block), sums = s.Sums + 3L * block * s.C;
        int whole = s.C - s.C % Vector<float>.Count, rows = s.RowsOf(block);
        for (int j = 0; j < whole; j += Vector<float>.Count)
            BatchNormColumns<WholeVector>.Moments(x + j, rows, s.C, 0, sums + j);
        if (whole < s.C)
            BatchNormColumns<PartVector>.Moments(x + whole, rows, s.C, s.C - whole, sums + whole);
    }

    private static void SumGradients(void* state, int block, int worker)
    {
        ref State s = ref *(State*)state;
        long start = s.Start(block);
        float* sums = s.Sums + 3L * block * s.C;
        int whole = s.C - s.C % Vector<float>.Count, rows = s.RowsOf(block);
        for (int j = 0; j < whole; j += Vector<float>.Count)
            BatchNormColumns<WholeVector>.Gradients(s.X + start + j, s.Y + start + j, rows, s.C, 0, s.Mean + j, sums + j);
        start += whole;
        if (whole < s.C)
            BatchNormColumns<PartVector>.Gradients(s.X + start, s.Y + start, rows, s.C, s.C - whole, s.Mean + whole, sums + whole);
    }

    private static void NormaliseBlock(void* state, int block, int worker)
    {
        ref State s = ref *(State*)state;
        int c = s.C, rows = s.RowsOf(block);
        float* x = s.X + s.Start(block), y = s.Y + s.Start(block), mean = s.Mean, scale = s.Scale, beta = s.Beta;
        float floor = s.Relu ? 0 : float.NegativeInfinity;
        var low = new Vector<float>(floor);
        for (; rows > 0; rows--, x += c, y += c)
        {
            int j = 0;
            for (; j + Vector<float>.Count <= c; j += Vector<float>.Count)
                Vector.Max((Vector.Load(x + j) - Vector.Load(mean + j)) * Vector.Load(scale + j) + Vector.Load(beta + j), low).Store(y + j);
            for (; j < c; j++)
                y[j] = Math.Max((x[j] - mean[j]) * scale[j] + beta[j], floor);
        }
    }

    private static void InputGradientBlock(void* state, int block, int worker)
    {
        ref State s = ref *(State*)state;
        int c = s.C, rows = s.RowsOf(block);
        float* x = s.X + s.Start(block), dy = s.Y + s.Start(block), mean = s.Mean;
        float* p = s.Coefficients, q = p + c, r = q + c;
        for (; rows > 0; rows--, x += c, dy += c)
        {
            int j = 0;
            for (; j + Vector<float>.Count <= c; j += Vector<float>.Count)
            {
                Vector<float> deviation = Vector.Load(x + j) - Vector.Load(mean + j);
                (Vector.Load(dy + j) * Vector.Load(p + j) + (deviation * Vector.Load(q + j) + Vector.Load(r + j))).Store(dy + j);
            }
            for (; j < c; j++)
                dy[j] = dy[j] * p[j] + ((x[j] - mean[j]) * q[j] + r[j]);
        }
    }

    private struct State(float* x, int length, int c)
    {
        public readonly float* X = x;
        public readonly int Rows = length / c, C = c;
        public float* Y, Mean, Scale, Beta, Sums, Coefficients;
        public bool Relu;
        private readonly int _rows = Math.Max(8, BlockLength / c);

        public readonly int Blocks => (Rows + _rows - 1) / _rows;

        public readonly int RowsOf(int block) => Math.Min(_rows, Rows - block * _rows);

        public readonly long Start(int block) => (long)block * _rows * C;
    }
}
