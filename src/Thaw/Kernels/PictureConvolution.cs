using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>3x3 convolution with few channels in, such as the colours of pictures: rows are laid out by <see cref="PictureRows"/> and
/// multiplied with the weights.</summary>
internal static unsafe class PictureConvolution
{
    private const int PixelsPerProduct = 112;

    /// <summary>Convolves.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="weights">[3, 3, C, K].</param>
    /// <param name="end">What is done with the sums; <see cref="ConvolutionEnd.Y"/> must be there, pooling is the caller's.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    public static void Run(in ConvolutionShape shape, float* x, float* weights, in ConvolutionEnd end, ThreadTeam team, Workspace workspace)
    {
        // Sums that are to be written past the caches are made in a thread's own memory behind its row
        bool streaming = Streaming.Pays(end.Y, shape.Pixels, shape.K);
        long row = (PictureRows.Length(shape) + 15) / 16 * 16 + (streaming ? PixelsPerProduct * shape.K : 0);
        Span<float> scratch = workspace.Take(row * team.Count + shape.WeightLength);
        PictureRows.SwapRowsAndColumns(new ReadOnlySpan<float>(weights, shape.WeightLength), shape.C, shape.K, scratch);
        fixed (float* pointer = scratch)
        {
            var state = new State { Shape = shape, End = end, X = x, Weights = pointer, Rows = pointer + shape.WeightLength, RowLength = (nint)row, Streaming = streaming };
            int lines = shape.N * shape.H, perItem = PictureRows.PerItem(shape);
            team.Run(&Lines, &state, (lines + perItem - 1) / perItem);
        }
    }

    private static void Lines(void* state, int item, int worker)
    {
        ref State s = ref *(State*)state;
        int perItem = PictureRows.PerItem(s.Shape), end = Math.Min(s.Shape.N * s.Shape.H, (item + 1) * perItem);
        for (int line = item * perItem; line < end; line++)
            Line(s, line, worker);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Line(in State s, int line, int worker)
    {
        int c = s.Shape.C, k = s.Shape.K;
        float* row = s.Rows + worker * s.RowLength, sums = row + (PictureRows.Length(s.Shape) + 15) / 16 * 16;
        PictureRows.Gather(s.Shape, s.X, line, row);
        for (int first = 0; first < s.Shape.W; first += PixelsPerProduct)
        {
            int count = Math.Min(PixelsPerProduct, s.Shape.W - first);
            nint offset = ((nint)line * s.Shape.W + first) * k;
            float* y = s.End.Y + offset, gate = s.End.Gate == null ? null : s.End.Gate + offset;
            MatrixProduct.Multiply(new Product
            {
                A = row + first * 3 * c,
                ARow = 3 * c,
                AStep = 1,
                B = s.Weights,
                BRow = k,
                C = s.Streaming ? sums : y,
                CRow = k,
                M = count,
                N = k,
                K = 9 * c,
            });
            if (s.Streaming)
                ProductFinish.Rows(sums, count, k, s.End.Bias, s.End.Relu, gate, y, streaming: true);
            else
                ProductFinish.Rows(y, count, k, s.End.Bias, s.End.Relu, gate);
        }
    }

    private struct State
    {
        public ConvolutionShape Shape;
        public ConvolutionEnd End;
        public float* X, Weights, Rows;
        public nint RowLength;
        public bool Streaming;
    }
}
