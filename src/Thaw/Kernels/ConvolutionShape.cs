namespace Thaw.Kernels;

/// <summary>The sizes of a 3x3 convolution with stride 1 and one pixel of zero padding: [N, H, W, C] to [N, H, W, K].</summary>
/// <param name="N">Pictures.</param>
/// <param name="H">Rows of a picture.</param>
/// <param name="W">Columns of a picture.</param>
/// <param name="C">Channels in.</param>
/// <param name="K">Channels out.</param>
internal readonly record struct ConvolutionShape(int N, int H, int W, int C, int K)
{
    /// <summary>Pixels of the whole batch.</summary>
    public int Pixels => checked(N * H * W);

    /// <summary>Length of one patch: the 3x3 neighbourhood of a pixel, all channels.</summary>
    public int PatchLength => 9 * C;

    /// <summary>Floats of the weights, [3, 3, C, K].</summary>
    public int WeightLength => checked(9 * C * K);
}
