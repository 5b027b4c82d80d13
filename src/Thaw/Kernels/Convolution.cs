using System.Numerics;

namespace Thaw.Kernels;

/// <summary>
/// 3x3 convolution with stride 1 and zero padding, and its input gradient, which is the same convolution with the kernel rotated
/// by half a turn and its channels swapped. Blocks of pixels are gathered into patches and multiplied with the weights.
/// </summary>
internal static unsafe class Convolution
{
    /// <summary>y = x * w + bias, then ReLU if asked for.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="weights">[3, 3, C, K].</param>
    /// <param name="bias">[K], or empty for none.</param>
    /// <param name="y">[N, H, W, K]; overwritten.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    public static void Forward(ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias,
        Span<float> y, bool relu, ThreadTeam team, Workspace workspace)
    {
        int rows = Patches.RowsPerBlock(shape);
        Span<float> scratch = workspace.Take((long)rows * shape.PatchLength * team.Count);
        fixed (float* px = x, pw = weights, pb = bias, py = y, ps = scratch)
        {
            var state = new ForwardState { Shape = shape, X = px, Weights = pw, Bias = pb, Y = py, Patches = ps, Rows = rows, Relu = relu };
            team.Run(&ForwardBlock, &state, (shape.Pixels + rows - 1) / rows);
        }
    }

    /// <summary>The gradient of the loss with respect to x.</summary>
    /// <param name="shape">The sizes of the forward convolution.</param>
    /// <param name="dy">[N, H, W, K], already zero where a ReLU was off.</param>
    /// <param name="weights">[3, 3, C, K].</param>
    /// <param name="dx">[N, H, W, C]; overwritten.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    /// <param name="rotated">Scratch memory for the rotated weights.</param>
    public static void InputGradient(ConvolutionShape shape, ReadOnlySpan<float> dy, ReadOnlySpan<float> weights, Span<float> dx,
        ThreadTeam team, Workspace workspace, Workspace rotated)
    {
        Span<float> turned = rotated.Take(shape.WeightLength);
        Rotate(shape, weights, turned);
        Forward(shape with { C = shape.K, K = shape.C }, dy, turned, default, dx, relu: false, team, workspace);
    }

    // [3, 3, C, K] to [3, 3, K, C] with both spatial axes reversed
    private static void Rotate(ConvolutionShape shape, ReadOnlySpan<float> weights, Span<float> turned)
    {
        int c = shape.C, k = shape.K;
        for (int tap = 0; tap < 9; tap++)
        {
            ReadOnlySpan<float> source = weights.Slice(tap * c * k, c * k);
            Span<float> target = turned.Slice((8 - tap) * c * k, c * k);
            Transposition.Transpose(source, c, k, target);
        }
    }

    private static void ForwardBlock(void* state, int block, int worker)
    {
        ref ForwardState s = ref *(ForwardState*)state;
        int k = s.Shape.K, first = block * s.Rows, count = Math.Min(s.Rows, s.Shape.Pixels - first);
        float* patches = s.Patches + (long)worker * s.Rows * s.Shape.PatchLength;
        float* y = s.Y + (long)first * k;
        Patches.Gather(s.X, s.Shape, first, count, patches);
        var product = new Product
        {
            A = patches,
            ARow = s.Shape.PatchLength,
            AStep = 1,
            B = s.Weights,
            BRow = k,
            C = y,
            CRow = k,
            M = count,
            N = k,
            K = s.Shape.PatchLength,
        };
        MatrixProduct.Multiply(product);
        if (s.Bias != null || s.Relu)
            Finish(y, count, k, s.Bias, s.Relu);
    }

    private static void Finish(float* y, int count, int k, float* bias, bool relu)
    {
        float floor = relu ? 0 : float.NegativeInfinity;
        var low = new Vector<float>(floor);
        for (int row = 0; row < count; row++, y += k)
        {
            int j = 0;
            for (; j + Vector<float>.Count <= k; j += Vector<float>.Count)
            {
                Vector<float> value = Vector.Load(y + j);
                if (bias != null)
                    value += Vector.Load(bias + j);
                Vector.Max(value, low).Store(y + j);
            }
            for (; j < k; j++)
                y[j] = Math.Max(bias != null ? y[j] + bias[j] : y[j], floor);
        }
    }

    private struct ForwardState
    {
        public ConvolutionShape Shape;
        public float* X, Weights, Bias, Y, Patches;
        public int Rows;
        public bool Relu;
    }
}
