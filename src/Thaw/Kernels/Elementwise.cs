using System.Numerics;
using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>Operations on each element by itself.</summary>
internal static unsafe class Elementwise
{
    private const int BlockLength = 64 * 1024;

    /// <summary>target += source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* source, float* target, int length)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= length; i += Vector<float>.Count)
            (Vector.Load(target + i) + Vector.Load(source + i)).Store(target + i);
        for (; i < length; i++)
            target[i] += source[i];
    }

    /// <summary>target += each of some rows, one after the other.</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="stride">Floats from a row to the next.</param>
    /// <param name="length">Floats of a row.</param>
    /// <param name="target">As long as a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows(float* rows, int count, nint stride, int length, float* target)
    {
        int j = 0;
        for (; j + Vector<float>.Count <= length; j += Vector<float>.Count)
        {
            Vector<float> sum = Vector.Load(target + j);
            float* row = rows + j;
            for (int i = 0; i < count; i++, row += stride)
                sum += Vector.Load(row);
            sum.Store(target + j);
        }
        for (; j < length; j++)
        {
            for (int i = 0; i < count; i++)
                target[j] += rows[i * stride + j];
        }
    }

    /// <summary>Sets dy to zero where the ReLU's output y is not above zero.</summary>
    /// <param name="y">What the ReLU gave.</param>
    /// <param name="dy">The gradient with respect to y; becomes the gradient with respect to the ReLU's input.</param>
    /// <param name="team">The threads.</param>
    public static void ReluGradient(ReadOnlySpan<float> y, Span<float> dy, ThreadTeam team)
    {
        fixed (float* py = y, pdy = dy)
        {
            var state = new ReluState { Y = py, Dy = pdy, Length = dy.Length };
            team.Run(&ReluBlock, &state, (dy.Length + BlockLength - 1) / BlockLength);
        }
    }

    /// <summary>
    /// One step of stochastic gradient descent with momentum, in PyTorch's form: v = momentum v + (g + weightDecay w); w -= learningRate v.
    /// </summary>
    /// <param name="weights">w; changed.</param>
    /// <param name="gradient">g; the same length.</param>
    /// <param name="velocity">v; changed; the same length.</param>
    /// <param name="learningRate">Step length.</param>
    /// <param name="momentum">Share of the last velocity that stays, in [0, 1).</param>
    /// <param name="weightDecay">L2 penalty's factor.</param>
    /// <param name="team">The threads.</param>
    public static void Sgd(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> velocity, float learningRate, float momentum,
        float weightDecay, ThreadTeam team)
    {
        fixed (float* pw = weights, pg = gradient, pv = velocity)
        {
            var state = new SgdState
            {
                W = pw,
                G = pg,
                V = pv,
                Length = weights.Length,
                Rate = learningRate,
                Momentum = momentum,
                Decay = weightDecay,
            };
            team.Run(&SgdBlock, &state, (weights.Length + BlockLength - 1) / BlockLength);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReluBlock(void* state, int block, int worker)
    {
        ref ReluState s = ref *(ReluState*)state;
        int i = block * BlockLength, end = Math.Min(s.Length, i + BlockLength);
        for (; i + Vector<float>.Count <= end; i += Vector<float>.Count)
        {
            Vector<int> on = Vector.GreaterThan(Vector.Load(s.Y + i), Vector<float>.Zero);
            Vector.ConditionalSelect(on, Vector.Load(s.Dy + i), Vector<float>.Zero).Store(s.Dy + i);
        }
        for (; i < end; i++)
            s.Dy[i] = s.Y[i] > 0 ? s.Dy[i] : 0;
    }

    /// <summary>The same for a few weights, on this thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sgd(float* w, float* g, float* v, int length, float rate, float momentum, float decay)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= length; i += Vector<float>.Count)
        {
            Vector<float> weights = Vector.Load(w + i);
            Vector<float> velocity = Vector.Load(v + i) * momentum + (Vector.Load(g + i) + weights * decay);
            velocity.Store(v + i);
            (weights - velocity * rate).Store(w + i);
        }
        for (; i < length; i++)
        {
            v[i] = v[i] * momentum + (g[i] + w[i] * decay);
            w[i] -= v[i] * rate;
        }
    }

    private static void SgdBlock(void* state, int block, int worker)
    {
        ref SgdState s = ref *(SgdState*)state;
        int first = block * BlockLength;
        Sgd(s.W + first, s.G + first, s.V + first, Math.Min(BlockLength, s.Length - first), s.Rate, s.Momentum, s.Decay);
    }

    private struct ReluState
    {
        public float* Y, Dy;
        public int Length;
    }

    private struct SgdState
    {
        public float* W, G, V;
        public int Length;
        public float Rate, Momentum, Decay;
    }
}
