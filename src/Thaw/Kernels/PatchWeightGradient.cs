using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>
/// The weights' gradient of a 3x3 convolution over patches: patches(x)ᵀ dy, and the sum of dy over all pixels. The pixels are cut into
/// a few parts, by the shape alone; each part has its own sums, which are added in order at the end.
/// </summary>
internal static unsafe class PatchWeightGradient
{
    private const int MostParts = 8;
    private const long MostPartialFloats = 32 * 1024 * 1024;

    /// <summary>Computes both gradients.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="dy">[N, H, W, K], already zero where a ReLU was off.</param>
    /// <param name="dWeights">[3, 3, C, K]; overwritten.</param>
    /// <param name="dBias">[K]; overwritten; or null if there is no bias.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    public static void Run(in ConvolutionShape shape, float* x, float* dy, float* dWeights, float* dBias, ThreadTeam team, Workspace workspace)
    {
        int rows = Patches.RowsPerBlock(shape), blocks = (shape.Pixels + rows - 1) / rows;
        int parts = (int)Math.Clamp(MostPartialFloats / shape.WeightLength, 1, Math.Min(MostParts, blocks));
        long partLength = (long)shape.WeightLength + shape.K, patches = (long)rows * shape.PatchLength * team.Count;
        fixed (float* scratch = workspace.Take(patches + partLength * parts))
        {
            var state = new State
            {
                Shape = shape,
                X = x,
                Dy = dy,
                Patches = scratch,
                Partials = scratch + patches,
                DWeights = dWeights,
                DBias = dBias,
                Rows = rows,
                Blocks = blocks,
                Parts = parts,
                PartLength = partLength,
            };
            team.Run(&SumPart, &state, parts);
            team.Run(&AddParts, &state, 9);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumPart(void* state, int part, int worker)
    {
        ref State s = ref *(State*)state;
        int k = s.Shape.K, length = s.Shape.PatchLength;
        float* patches = s.Patches + (long)worker * s.Rows * length;
        float* weights = s.Partials + part * s.PartLength;
        float* bias = weights + s.Shape.WeightLength;
        new Span<float>(bias, k).Clear();
        int firstBlock = (int)((long)s.Blocks * part / s.Parts), endBlock = (int)((long)s.Blocks * (part + 1) / s.Parts);
        for (int block = firstBlock; block < endBlock; block++)
        {
            int first = block * s.Rows, count = Math.Min(s.Rows, s.Shape.Pixels - first);
            float* dy = s.Dy + (long)first * k;
            Patches.Gather(s.X, s.Shape, first, count, patches);
            var product = new Product
            {
                A = patches,
                ARow = 1,
                AStep = length,
                B = dy,
                BRow = k,
                C = weights,
                CRow = k,
                M = length,
                N = k,
                K = count,
                Accumulate = block > firstBlock,
            };
            MatrixProduct.Multiply(product);
            Elementwise.AddRows(dy, count, k, k, bias);
        }
    }

    // One tap of the nine: adds its slice of every part, in order; the first also adds the bias
    private static void AddParts(void* state, int tap, int worker)
    {
        ref State s = ref *(State*)state;
        int slice = s.Shape.C * s.Shape.K;
        AddSlices(s.Partials + (long)tap * slice, s.PartLength, s.Parts, s.DWeights + (long)tap * slice, slice);
        if (tap == 0 && s.DBias != null)
            AddSlices(s.Partials + s.Shape.WeightLength, s.PartLength, s.Parts, s.DBias, s.Shape.K);
    }

    private static void AddSlices(float* first, long stride, int parts, float* target, int length)
    {
        new ReadOnlySpan<float>(first, length).CopyTo(new Span<float>(target, length));
        for (int part = 1; part < parts; part++)
            Elementwise.Add(first + part * stride, target, length);
    }

    private struct State
    {
        public ConvolutionShape Shape;
        public float* X, Dy, Patches, Partials, DWeights, DBias;
        public int Rows, Blocks, Parts;
        public long PartLength;
    }
}
