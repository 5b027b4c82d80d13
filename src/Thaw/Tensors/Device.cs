namespace Thaw.Tensors;

/// <summary>
/// The seam between layers and hardware: memory, and the operations that VGG networks need. Letters: N pictures, H rows, W columns,
/// C channels in, K channels out, D inputs, U units. Every operation overwrites its result unless it says otherwise, expects tensors of
/// this device with fitting shapes (layers see to that), and gives the same bits whatever the number of threads.
/// Not thread-safe: one caller at a time.
/// </summary>
public abstract class Device : IDisposable
{
    private long _allocatedBytes;

    /// <summary>For example <c>cpu</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Bytes that tensors of this device hold now.</summary>
    public long AllocatedBytes => _allocatedBytes;

    /// <summary>The most bytes held at a time since the last <see cref="ResetPeak"/>.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Lets the peak start again from what is held now.</summary>
    public void ResetPeak() => PeakBytes = _allocatedBytes;

    /// <summary>Takes memory, all zero.</summary>
    /// <param name="shape">The tensor's shape.</param>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public Tensor Allocate(Shape shape)
    {
        IDisposable storage = AllocateStorage(shape.Length);
        _allocatedBytes += (long)shape.Length * sizeof(float);
        PeakBytes = Math.Max(PeakBytes, _allocatedBytes);
        return new Tensor(this, shape, storage, ownsStorage: true);
    }

    /// <summary>Copies numbers to the device.</summary>
    /// <param name="source">At most as many as the tensor's shape holds; they go to its beginning.</param>
    /// <param name="target">Where to.</param>
    public abstract void Upload(ReadOnlySpan<float> source, Tensor target);

    /// <summary>Copies numbers from the device.</summary>
    /// <param name="source">Where from, its beginning.</param>
    /// <param name="target">At most as many as the tensor's shape holds.</param>
    public abstract void Download(Tensor source, Span<float> target);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what the device itself holds.</summary>
    /// <param name="disposing">Whether managed members may be touched.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>Takes memory for a number of floats, all zero.</summary>
    /// <param name="length">How many.</param>
    protected abstract IDisposable AllocateStorage(int length);

    internal void Free(Tensor tensor)
    {
        tensor.Storage.Dispose();
        _allocatedBytes -= (long)tensor.Capacity * sizeof(float);
    }

    /// <summary>Bytes that the largest step of an inference pass should read and write at most, so that they stay in a cache near the
    /// hardware; a network takes fewer pictures at a time through layers that would need more.</summary>
    public abstract long PassBytes { get; }

    /// <summary>Takes memory for a convolution's weights in the form that suits this device best.</summary>
    /// <param name="input">[N, H, W, C], the convolution's input; N does not matter.</param>
    /// <param name="weights">[3, 3, C, K].</param>
    /// <returns>A tensor that the caller owns, or null if weights are used as they are.</returns>
    public abstract Tensor? AllocatePrepared(Shape input, Tensor weights);

    /// <summary>Brings weights into that form; to be called again whenever they have changed.</summary>
    /// <param name="input">[N, H, W, C], the convolution's input; N does not matter.</param>
    /// <param name="weights">[3, 3, C, K].</param>
    /// <param name="prepared">From <see cref="AllocatePrepared"/>.</param>
    public abstract void PrepareConvolution(Shape input, Tensor weights, Tensor prepared);

    /// <summary>3x3 convolution, stride 1, zero padding of one pixel; bias, ReLU and 2x2 max pooling fused.</summary>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="weights">[3, 3, C, K].</param>
    /// <param name="prepared">The same weights prepared, or null.</param>
    /// <param name="bias">[K], or null for none.</param>
    /// <param name="y">[N, H, W, K], or null if only the maxima are wanted.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    /// <param name="pooled">[N, H/2, W/2, K], what <see cref="MaxPooling"/> makes of y; or null for no pooling.</param>
    public abstract void Convolution(Tensor x, Tensor weights, Tensor? prepared, Tensor? bias, Tensor? y, bool relu, Tensor? pooled);

    /// <summary>The gradient of <see cref="Convolution"/> with respect to x.</summary>
    /// <param name="dy">[N, H, W, K], zero where the ReLU was off.</param>
    /// <param name="weights">[3, 3, C, K].</param>
    /// <param name="gate">[N, H, W, C]: the gradient becomes 0 where it is not above 0, as the ReLU below asks for; or null.</param>
    /// <param name="dx">[N, H, W, C].</param>
    public abstract void ConvolutionInputGradient(Tensor dy, Tensor weights, Tensor? gate, Tensor dx);

    /// <summary>The gradient of <see cref="Convolution"/> with respect to weights and bias.</summary>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="dy">[N, H, W, K], zero where the ReLU was off.</param>
    /// <param name="dWeights">[3, 3, C, K].</param>
    /// <param name="dBias">[K], or null for none.</param>
    public abstract void ConvolutionWeightGradient(Tensor x, Tensor dy, Tensor dWeights, Tensor? dBias);

    /// <summary>Batch normalisation with the batch's own mean and biased variance, per channel; ReLU fused.</summary>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="gamma">[C].</param>
    /// <param name="beta">[C].</param>
    /// <param name="mean">[C], the batch's mean.</param>
    /// <param name="variance">[C], the batch's variance.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">[N, H, W, C].</param>
    /// <param name="relu">Whether negative results become 0.</param>
    public abstract void BatchNormalization(Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, float epsilon, Tensor y, bool relu);

    /// <summary>Normalisation with a given mean and variance; parameters as for <see cref="BatchNormalization"/>.</summary>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="gamma">[C].</param>
    /// <param name="beta">[C].</param>
    /// <param name="mean">[C]; read.</param>
    /// <param name="variance">[C]; read.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">[N, H, W, C].</param>
    /// <param name="relu">Whether negative results become 0.</param>
    public abstract void BatchNormalizationInference(Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, float epsilon, Tensor y,
        bool relu);

    /// <summary>The gradients of <see cref="BatchNormalization"/>.</summary>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="gamma">[C].</param>
    /// <param name="mean">[C], the batch's.</param>
    /// <param name="variance">[C], the batch's.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="dy">[N, H, W, C], zero where the ReLU was off; becomes the gradient with respect to x.</param>
    /// <param name="dGamma">[C].</param>
    /// <param name="dBeta">[C].</param>
    public abstract void BatchNormalizationGradient(Tensor x, Tensor gamma, Tensor mean, Tensor variance, float epsilon, Tensor dy, Tensor dGamma,
        Tensor dBeta);

    /// <summary>Sets dy to zero where a ReLU's output is not above zero.</summary>
    /// <param name="y">What the ReLU gave.</param>
    /// <param name="dy">The same shape; changed.</param>
    public abstract void ReluGradient(Tensor y, Tensor dy);

    /// <summary>2x2 max pooling, stride 2; an odd last row or column is left out.</summary>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="y">[N, H/2, W/2, C].</param>
    public abstract void MaxPooling(Tensor x, Tensor y);

    /// <summary>The gradient of <see cref="MaxPooling"/>: it goes to the first maximum of a window in reading order.</summary>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="y">[N, H/2, W/2, C].</param>
    /// <param name="dy">[N, H/2, W/2, C].</param>
    /// <param name="dx">[N, H, W, C].</param>
    /// <param name="gated">Whether the gradient becomes 0 where x is not above 0, because x came out of a ReLU.</param>
    public abstract void MaxPoolingGradient(Tensor x, Tensor y, Tensor dy, Tensor dx, bool gated);

    /// <summary>y = x weights + bias; ReLU fused.</summary>
    /// <param name="x">[N, D].</param>
    /// <param name="weights">[D, U].</param>
    /// <param name="bias">[U].</param>
    /// <param name="y">[N, U].</param>
    /// <param name="relu">Whether negative results become 0.</param>
    public abstract void Dense(Tensor x, Tensor weights, Tensor bias, Tensor y, bool relu);

    /// <summary>The gradient of <see cref="Dense"/> with respect to x.</summary>
    /// <param name="dy">[N, U], zero where the ReLU was off.</param>
    /// <param name="weights">[D, U].</param>
    /// <param name="dx">[N, D].</param>
    public abstract void DenseInputGradient(Tensor dy, Tensor weights, Tensor dx);

    /// <summary>The gradient of <see cref="Dense"/> with respect to weights and bias.</summary>
    /// <param name="x">[N, D].</param>
    /// <param name="dy">[N, U], zero where the ReLU was off.</param>
    /// <param name="dWeights">[D, U].</param>
    /// <param name="dBias">[U].</param>
    public abstract void DenseWeightGradient(Tensor x, Tensor dy, Tensor dWeights, Tensor dBias);

    /// <summary>Multiplies in place: x *= factors.</summary>
    /// <param name="x">Changed.</param>
    /// <param name="factors">The same shape.</param>
    public abstract void Multiply(Tensor x, Tensor factors);

    /// <summary>Moves a running average towards a value: average += rate (value - average).</summary>
    /// <param name="average">Changed.</param>
    /// <param name="value">The same shape.</param>
    /// <param name="rate">0 to 1.</param>
    /// <param name="valueFactor">What the value is multiplied with first.</param>
    public abstract void MoveAverage(Tensor average, Tensor value, float rate, float valueFactor);

    /// <summary>Lets weights take a step.</summary>
    /// <param name="weights">w; changed.</param>
    /// <param name="gradient">g.</param>
    /// <param name="rule">The step; its velocity is changed.</param>
    public abstract void Sgd(Tensor weights, Tensor gradient, in SgdRule rule);

    /// <summary>As <see cref="DenseWeightGradient"/> and then <see cref="Sgd"/> of the weights, to the same bits, but without keeping their
    /// gradient.</summary>
    /// <param name="x">[N, D].</param>
    /// <param name="dy">[N, U], zero where the ReLU was off.</param>
    /// <param name="weights">[D, U]; changed.</param>
    /// <param name="rule">The step; its velocity is changed.</param>
    /// <param name="dBias">[U].</param>
    public abstract void DenseWeightStep(Tensor x, Tensor dy, Tensor weights, in SgdRule rule, Tensor dBias);
}
