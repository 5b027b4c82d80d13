namespace Thaw.Kernels;

/// <summary>
/// 3x3 convolution as a matrix product: blocks of pixels are gathered into patches and multiplied with the weights. For maps so small
/// that Winograd's tiles would mostly lie outside.
/// </summary>
internal static unsafe class PatchConvolution
{
    /// <summary>Convolves.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="weights">[3, 3, C, K].</param>
    /// <param name="end">What is done with the sums; <see cref="ConvolutionEnd.Y"/> must be there, pooling is the caller's.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    public static void Run(in ConvolutionShape shape, float* x, float* weights, in ConvolutionEnd end, ThreadTeam team, Workspace workspace)
    {
        int rows = Patches.RowsPerBlock(shape);
        fixed (float* scratch = workspace.Take((long)rows * shape.PatchLength * team.Count))
        {
            var state = new State { Shape = shape, X = x, Weights = weights, End = end, Patches = scratch, Rows = rows };
            team.Run(&Block, &state, (shape.Pixels + rows - 1) / rows);
        }
    }

    private static void Block(void* state, int block, int worker)
    {
        ref State s = ref *(State*)state;
        int k = s.Shape.K, first = block * s.Rows, count = Math.Min(s.Rows, s.Shape.Pixels - first);
        nint offset = (nint)first * k;
        float* patches = s.Patches + (long)worker * s.Rows * s.Shape.PatchLength;
        Patches.Gather(s.X, s.Shape, first, count, patches);
        MatrixProduct.Multiply(new Product
        {
            A = patches,
            ARow = s.Shape.PatchLength,
            AStep = 1,
            B = s.Weights,
            BRow = k,
            C = s.End.Y + offset,
            CRow = k,
            M = count,
            N = k,
            K = s.Shape.PatchLength,
        });
        ProductFinish.Rows(s.End.Y + offset, count, k, s.End.Bias, s.End.Relu, s.End.Gate == null ? null : s.End.Gate + offset);
    }

    private struct State
    {
        public ConvolutionShape Shape;
        public ConvolutionEnd End;
        public float* X, Weights, Patches;
        public int Rows;
    }
}
