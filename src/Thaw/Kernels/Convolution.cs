namespace Thaw.Kernels;

/// <summary>
/// 3x3 convolution with stride 1 and zero padding, its input gradient, which is the same convolution with the kernel rotated by half a
/// turn and its channels swapped, and its weights' gradient. Each is computed in whichever way is fastest for the shape of a picture; the
/// number of pictures plays no part, so that what comes of one does not depend on the others.
/// </summary>
internal static unsafe class Convolution
{
    /// <summary>Floats of the weights in the form that <see cref="Forward"/> multiplies with; 0 if it takes them as they are.</summary>
    /// <param name="shape">The sizes; N does not matter.</param>
    public static int PreparedLength(in ConvolutionShape shape) => UsesWinograd(shape) ? checked((int)WinogradPanels.Length(shape.C, shape.K)) : 0;

    /// <summary>Brings weights into the form that <see cref="Forward"/> multiplies with, for weights that stay the same over many passes.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="weights">[3, 3, C, K].</param>
    /// <param name="prepared"><see cref="PreparedLength"/> floats; overwritten.</param>
    /// <param name="team">The threads.</param>
    public static void Prepare(in ConvolutionShape shape, ReadOnlySpan<float> weights, Span<float> prepared, ThreadTeam team)
    {
        fixed (float* pw = weights, pp = prepared)
            WinogradPanels.Transform(shape.C, shape.K, pw, pp, team);
    }

    /// <summary>y = x * w + bias, then ReLU if asked for, then 2x2 maxima if asked for.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="weights">[3, 3, C, K].</param>
    /// <param name="prepared">From <see cref="Prepare"/> for the same weights, or empty to prepare them for this pass alone.</param>
    /// <param name="bias">[K], or empty for none.</param>
    /// <param name="y">[N, H, W, K]; overwritten; or empty if only the maxima are wanted.</param>
    /// <param name="pooled">[N, H/2, W/2, K], overwritten with the maxima; or empty for none.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    /// <param name="whole">Scratch memory for a whole tensor.</param>
    public static void Forward(in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> prepared,
        ReadOnlySpan<float> bias, Span<float> y, Span<float> pooled, bool relu, ThreadTeam team, Workspace workspace, Workspace whole)
    {
        fixed (float* px = x, pw = weights, pu = prepared, pb = bias, py = y, pp = pooled)
        {
            var end = new ConvolutionEnd { Bias = pb, Relu = relu, Y = py, Pooled = pp };
            if (UsesWinograd(shape))
                Winograd(shape, px, pw, pu, end, team, workspace, rotated: false);
            else if (y.IsEmpty)
                PooledOnly(shape, px, pw, end, pooled, team, workspace, whole);
            else
                Direct(shape, px, pw, end, team, workspace);
        }
        if (!UsesWinograd(shape) && !y.IsEmpty && !pooled.IsEmpty)
            MaxPooling.Forward(shape.N, shape.H, shape.W, shape.K, y, pooled, team);
    }

    /// <summary>The gradient of the loss with respect to x.</summary>
    /// <param name="shape">The sizes of the forward convolution.</param>
    /// <param name="dy">[N, H, W, K], already zero where a ReLU was off.</param>
    /// <param name="weights">[3, 3, C, K].</param>
    /// <param name="gate">[N, H, W, C]: the gradient becomes 0 where it is not above 0 (the ReLU below); or empty for none.</param>
    /// <param name="dx">[N, H, W, C]; overwritten.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    /// <param name="whole">Scratch memory for a whole tensor.</param>
    public static void InputGradient(in ConvolutionShape shape, ReadOnlySpan<float> dy, ReadOnlySpan<float> weights, ReadOnlySpan<float> gate,
        Span<float> dx, ThreadTeam team, Workspace workspace, Workspace whole)
    {
        ConvolutionShape backward = shape with { C = shape.K, K = shape.C };
        fixed (float* pdy = dy, pw = weights, pg = gate, pdx = dx)
        {
            var end = new ConvolutionEnd { Gate = pg, Y = pdx };
            if (UsesWinograd(backward))
            {
                Winograd(backward, pdy, pw, null, end, team, workspace, rotated: true);
                return;
            }
            Span<float> rotated = whole.Take(shape.WeightLength);
            for (int tap = 0; tap < 9; tap++)
                Transposition.Transpose(weights.Slice(tap * shape.C * shape.K, shape.C * shape.K), shape.C, shape.K, rotated[((8 - tap) * shape.C * shape.K)..]);
            fixed (float* pt = rotated)
                Direct(backward, pdy, pt, end, team, workspace);
        }
    }

    /// <summary>The gradients of weights and bias.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="dy">[N, H, W, K], already zero where a ReLU was off.</param>
    /// <param name="dWeights">[3, 3, C, K]; overwritten.</param>
    /// <param name="dBias">[K]; overwritten; or empty if there is no bias.</param>
    /// <param name="team">The threads.</param>
    /// <param name="workspace">Scratch memory.</param>
    public static void WeightGradient(in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dWeights,
        Span<float> dBias, ThreadTeam team, Workspace workspace)
    {
        fixed (float* px = x, pdy = dy, pdw = dWeights, pdb = dBias)
        {
            if (UsesWinograd(shape))
            {
                fixed (float* scratch = workspace.Take(WinogradWeightGradient.ScratchLength(shape, team.Count)))
                    WinogradWeightGradient.Run(shape, px, pdy, pdw, pdb, team, scratch);
            }
            else if (shape.C <= PictureRows.MostChannels)
            {
                PictureWeightGradient.Run(shape, px, pdy, pdw, pdb, team, workspace);
            }
            else
            {
                PatchWeightGradient.Run(shape, px, pdy, pdw, pdb, team, workspace);
            }
        }
    }

    // Winograd's 36 products a tile must be fewer than the 9 a pixel, and its transforms few beside them
    private static bool UsesWinograd(in ConvolutionShape shape) =>
        shape.C > PictureRows.MostChannels && 36 * new WinogradGrid(shape.H, shape.W).PerMap < 9 * shape.H * shape.W;

    private static void Winograd(in ConvolutionShape shape, float* x, float* weights, float* prepared, in ConvolutionEnd end, ThreadTeam team,
        Workspace workspace, bool rotated)
    {
        long panels = prepared == null ? (WinogradPanels.Length(shape.C, shape.K) + 15) / 16 * 16 : 0;
        long needed = Math.Max(WinogradConvolution.ScratchLength(shape, team.Count), rotated ? WinogradPanels.RotatedScratchLength(team.Count) : 0);
        fixed (float* scratch = workspace.Take(panels + needed))
        {
            if (prepared == null)
            {
                prepared = scratch;
                if (rotated)
                    WinogradPanels.TransformRotated(shape.C, shape.K, weights, scratch, team, scratch + panels);
                else
                    WinogradPanels.Transform(shape.C, shape.K, weights, scratch, team);
            }
            WinogradConvolution.Run(shape, x, prepared, end, team, scratch + panels);
        }
    }

    private static void Direct(in ConvolutionShape shape, float* x, float* weights, in ConvolutionEnd end, ThreadTeam team, Workspace workspace)
    {
        if (shape.C <= PictureRows.MostChannels)
            PictureConvolution.Run(shape, x, weights, end, team, workspace);
        else
            PatchConvolution.Run(shape, x, weights, end, team, workspace);
    }

    private static void PooledOnly(in ConvolutionShape shape, float* x, float* weights, ConvolutionEnd end, Span<float> pooled, ThreadTeam team,
        Workspace workspace, Workspace whole)
    {
        Span<float> y = whole.Take((long)shape.Pixels * shape.K);
        fixed (float* py = y)
        {
            end.Y = py;
            Direct(shape, x, weights, end, team, workspace);
        }
        MaxPooling.Forward(shape.N, shape.H, shape.W, shape.K, y, pooled, team);
    }
}
