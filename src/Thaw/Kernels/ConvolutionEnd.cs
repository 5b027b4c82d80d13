namespace Thaw.Kernels;

/// <summary>What becomes of a convolution's sums, and where the results go. Addresses are those of whole tensors.</summary>
internal unsafe struct ConvolutionEnd
{
    /// <summary>[K], or null for none.</summary>
    public float* Bias;

    /// <summary>Whether negative results become 0.</summary>
    public bool Relu;

    /// <summary>[N, H, W, K]: results become 0 where it is not above 0; or null.</summary>
    public float* Gate;

    /// <summary>[N, H, W, K], or null if only the pooled results are wanted.</summary>
    public float* Y;

    /// <summary>[N, H/2, W/2, K], the maxima of 2x2 results; or null for no pooling.</summary>
    public float* Pooled;
}
