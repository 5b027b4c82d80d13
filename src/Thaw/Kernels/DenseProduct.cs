using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>The dense layer: y = x w + bias, and its gradients.</summary>
internal static unsafe class DenseProduct
{
    private const int BlockRows = 96;
    private const int StepRows = 24;

    // So many rows of the weights, which lie together in memory, are multiplied at a time; of what comes, the sums are taken in order
    private const int PartRows = 256;

    /// <summary>y = x w + bias, then ReLU if asked for.</summary>
    /// <param name="n">Rows of x.</param>
    /// <param name="d">Inputs.</param>
    /// <param name="u">Units.</param>
    /// <param name="x">[N, D].</param>
    /// <param name="weights">[D, U].</param>
    /// <param name="bias">[U].</param>
    /// <param name="y">[N, U]; overwritten.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    public static void Forward(int n, int d, int u, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y,
        bool relu, ThreadTeam team, Workspace workspace)
    {
        int parts = (d + PartRows - 1) / PartRows;
        fixed (float* px = x, pw = weights, pb = bias, py = y, ps = workspace.Take((long)parts * n * u))
        {
            var state = new State { X = px, W = pw, Y = py, N = n, D = d, U = u, Bias = pb, Parts = ps, Relu = relu };
            team.Run(&ForwardPart, &state, parts);
            team.Run(&AddParts, &state, n);
        }
    }

    /// <summary>dx = dy wᵀ.</summary>
    /// <param name="n">Rows of x.</param>
    /// <param name="d">Inputs.</param>
    /// <param name="u">Units.</param>
    /// <param name="dy">[N, U].</param>
    /// <param name="weights">[D, U].</param>
    /// <param name="dx">[N, D]; overwritten.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    public static void InputGradient(int n, int d, int u, ReadOnlySpan<float> dy, ReadOnlySpan<float> weights, Span<float> dx, ThreadTeam team,
        Workspace workspace)
    {
        // (w dyᵀ)ᵀ, so that w is read along its rows
        Span<float> scratch = workspace.Take((long)n * u + (long)n * d);
        Span<float> dyTransposed = scratch[..(n * u)], dxTransposed = scratch[(n * u)..];
        Transposition.Transpose(dy, n, u, dyTransposed);
        fixed (float* pw = weights, pdy = dyTransposed, pdx = dxTransposed)
        {
            var state = new State { X = pdx, W = pw, Y = pdy, N = n, D = d, U = u };
            team.Run(&InputGradientBlock, &state, (d + BlockRows - 1) / BlockRows);
        }
        Transposition.Transpose(dxTransposed, d, n, dx);
    }

    /// <summary>dw = xᵀ dy, and the sums of dy's columns.</summary>
    /// <param name="n">Rows of x.</param>
    /// <param name="d">Inputs.</param>
    /// <param name="u">Units.</param>
    /// <param name="x">[N, D].</param>
    /// <param name="dy">[N, U].</param>
    /// <param name="dWeights">[D, U]; overwritten.</param>
    /// <param name="dBias">[U]; overwritten.</param>
    /// <param name="team">The threads.</param>
    public static void WeightGradient(int n, int d, int u, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dWeights, Span<float> dBias,
        ThreadTeam team)
    {
        fixed (float* px = x, pw = dWeights, py = dy)
        {
            var state = new State { X = px, W = pw, Y = py, N = n, D = d, U = u };
            team.Run(&WeightGradientBlock, &state, (d + BlockRows - 1) / BlockRows);
        }
        SumRows(n, u, dy, dBias);
    }

    /// <summary>The weights' gradient and a step of gradient descent along it (<see cref="Elementwise.Sgd(float*, float*, float*, int, float, float, float)"/>),
    /// a few rows at a time, so that the gradient never leaves the cache.</summary>
    /// <param name="n">Rows of x.</param>
    /// <param name="d">Inputs.</param>
    /// <param name="u">Units.</param>
    /// <param name="x">[N, D].</param>
    /// <param name="dy">[N, U].</param>
    /// <param name="weights">[D, U]; changed.</param>
    /// <param name="velocity">[D, U]; changed.</param>
    /// <param name="rate">Step length.</param>
    /// <param name="momentum">Share of the last velocity that stays.</param>
    /// <param name="decay">L2 penalty's factor.</param>
    /// <param name="dBias">[U]; overwritten with the sums of dy's columns.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    public static void WeightStep(int n, int d, int u, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> weights, Span<float> velocity,
        float rate, float momentum, float decay, Span<float> dBias, ThreadTeam team, Workspace workspace)
    {
        fixed (float* px = x, pw = weights, pv = velocity, py = dy, ps = workspace.Take((long)team.Count * StepRows * u))
        {
            var state = new State { X = px, W = pw, Y = py, N = n, D = d, U = u, Velocity = pv, Parts = ps, Rate = rate, Momentum = momentum, Decay = decay };
            team.Run(&StepBlock, &state, (d + StepRows - 1) / StepRows);
        }
        SumRows(n, u, dy, dBias);
    }

    private static void SumRows(int n, int u, ReadOnlySpan<float> dy, Span<float> sums)
    {
        sums.Clear();
        fixed (float* rows = dy, target = sums)
            Elementwise.AddRows(rows, n, u, u, target);
    }

    private static void ForwardPart(void* state, int part, int worker)
    {
        ref State s = ref *(State*)state;
        int first = part * PartRows;
        MatrixProduct.Multiply(new Product
        {
            A = s.X + first,
            ARow = s.D,
            AStep = 1,
            B = s.W + (long)first * s.U,
            BRow = s.U,
            C = s.Parts + (long)part * s.N * s.U,
            CRow = s.U,
            M = s.N,
            N = s.U,
            K = Math.Min(PartRows, s.D - first),
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddParts(void* state, int row, int worker)
    {
        ref State s = ref *(State*)state;
        int parts = (s.D + PartRows - 1) / PartRows;
        float* y = s.Y + (nint)row * s.U;
        new ReadOnlySpan<float>(s.Parts + (nint)row * s.U, s.U).CopyTo(new Span<float>(y, s.U));
        for (int part = 1; part < parts; part++)
            Elementwise.Add(s.Parts + ((nint)part * s.N + row) * s.U, y, s.U);
        ProductFinish.Rows(y, 1, s.U, s.Bias, s.Relu, null);
    }

    private static void InputGradientBlock(void* state, int block, int worker)
    {
        ref State s = ref *(State*)state;
        int row = block * BlockRows;
        MatrixProduct.Multiply(new Product
        {
            A = s.W + (long)row * s.U,
            ARow = s.U,
            AStep = 1,
            B = s.Y,
            BRow = s.N,
            C = s.X + (long)row * s.N,
            CRow = s.N,
            M = Math.Min(BlockRows, s.D - row),
            N = s.N,
            K = s.U,
        });
    }

    private static void WeightGradientBlock(void* state, int block, int worker)
    {
        ref State s = ref *(State*)state;
        int row = block * BlockRows;
        Gradient(s, row, Math.Min(BlockRows, s.D - row), s.W + (long)row * s.U);
    }

    private static void StepBlock(void* state, int block, int worker)
    {
        ref State s = ref *(State*)state;
        int row = block * StepRows, rows = Math.Min(StepRows, s.D - row);
        float* gradient = s.Parts + (nint)worker * StepRows * s.U;
        Gradient(s, row, rows, gradient);
        nint offset = (nint)row * s.U;
        Elementwise.Sgd(s.W + offset, gradient, s.Velocity + offset, rows * s.U, s.Rate, s.Momentum, s.Decay);
    }

    private static void Gradient(in State s, int row, int rows, float* gradient) => MatrixProduct.Multiply(new Product
    {
        A = s.X + row,
        ARow = 1,
        AStep = s.D,
        B = s.Y,
        BRow = s.U,
        C = gradient,
        CRow = s.U,
        M = rows,
        N = s.U,
        K = s.N,
    });

    private struct State
    {
        public float* X, W, Y, Bias, Parts, Velocity;
        public int N, D, U;
        public bool Relu;
        public float Rate, Momentum, Decay;
    }
}
