using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>
/// The weights' gradient of a 3x3 convolution with few channels in, over rows laid out by <see cref="PictureRows"/>. The rows are cut into a
/// fixed number of parts with sums of their own, which are added in order.
/// </summary>
internal static unsafe class PictureWeightGradient
{
    private const int MostParts = 8;

    /// <summary>Computes the gradients of weights and bias.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="dy">[N, H, W, K], already zero where a ReLU was off.</param>
    /// <param name="dWeights">[3, 3, C, K]; overwritten.</param>
    /// <param name="dBias">[K]; overwritten; or null if there is no bias.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    public static void Run(in ConvolutionShape shape, float* x, float* dy, float* dWeights, float* dBias, ThreadTeam team, Workspace workspace)
    {
        int lines = shape.N * shape.H, parts = Math.Min(MostParts, lines), partLength = Rows(shape) * shape.K + shape.K;
        long row = PictureRows.Length(shape);
        fixed (float* scratch = workspace.Take(row * team.Count + (long)partLength * parts))
        {
            var state = new State { Shape = shape, X = x, Dy = dy, Sums = scratch, Rows = scratch + (nint)partLength * parts, Parts = parts };
            team.Run(&Part, &state, parts);
            for (int part = 1; part < parts; part++)
                Elementwise.Add(scratch + (nint)part * partLength, scratch, partLength);
            PictureRows.SwapRowsAndColumns(new ReadOnlySpan<float>(scratch, shape.WeightLength), shape.C, shape.K,
                new Span<float>(dWeights, shape.WeightLength));
            if (dBias != null)
                new ReadOnlySpan<float>(scratch + Rows(shape) * shape.K, shape.K).CopyTo(new Span<float>(dBias, shape.K));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(void* state, int part, int worker)
    {
        ref State s = ref *(State*)state;
        int c = s.Shape.C, k = s.Shape.K, w = s.Shape.W, lines = s.Shape.N * s.Shape.H;
        float* row = s.Rows + (nint)worker * PictureRows.Length(s.Shape);
        int rows = Rows(s.Shape);
        float* sums = s.Sums + (nint)part * (rows + 1) * k;
        new Span<float>(sums, (rows + 1) * k).Clear();
        int end = (int)((long)lines * (part + 1) / s.Parts);
        for (int line = (int)((long)lines * part / s.Parts); line < end; line++)
        {
            float* dy = s.Dy + (nint)line * w * k;
            PictureRows.Gather(s.Shape, s.X, line, row);
            MatrixProduct.Multiply(new Product
            {
                A = row,
                ARow = 1,
                AStep = 3 * c,
                B = dy,
                BRow = k,
                C = sums,
                CRow = k,
                M = rows,
                N = k,
                K = w,
                Accumulate = true,
            });
            Elementwise.AddRows(dy, w, k, k, sums + rows * k);
        }
    }

    // Those of the sums that are used, and up to three more that fill the product's tiles
    private static int Rows(in ConvolutionShape shape) => (9 * shape.C + 3) / 4 * 4;

    private struct State
    {
        public ConvolutionShape Shape;
        public float* X, Dy, Sums, Rows;
        public int Parts;
    }
}
