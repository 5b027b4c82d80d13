using Thaw.Kernels;

namespace Thaw.Tensors;

/// <summary>The processor: managed kernels with SIMD, on a team of threads.</summary>
public sealed class Cpu : Device
{
    private readonly ThreadTeam _team;
    private readonly Workspace _scratch = new();
    private readonly Workspace _whole = new();

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many, the caller's included; 0 (the default) takes one a processor.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below 0 or above 1,024.</exception>
    public Cpu(int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 1024);
        _team = new ThreadTeam(threads == 0 ? Environment.ProcessorCount : threads);
    }

    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <summary>How many threads work, the caller's included.</summary>
    public int Threads => _team.Count;

    /// <summary>How many bits the vectors have that kernels use here: 512, 256, 128, or 32 without any.</summary>
    public static int VectorBits => 32 * SimdWidth.Lanes;

    /// <inheritdoc/>
    public override long PassBytes => 32L * 1024 * 1024;

    /// <inheritdoc/>
    public override void Upload(ReadOnlySpan<float> source, Tensor target)
    {
        source.CopyTo(Span(target));
        target.Changed();
    }

    /// <inheritdoc/>
    public override void Download(Tensor source, Span<float> target) => Span(source)[..target.Length].CopyTo(target);

    /// <inheritdoc/>
    public override Tensor? AllocatePrepared(Shape input, Tensor weights)
    {
        int length = Kernels.Convolution.PreparedLength(ShapeOf(input, weights));
        return length == 0 ? null : Allocate(new Shape(length));
    }

    /// <inheritdoc/>
    public override void PrepareConvolution(Shape input, Tensor weights, Tensor prepared) =>
        Kernels.Convolution.Prepare(ShapeOf(input, weights), Span(weights), Span(prepared), _team);

    /// <inheritdoc/>
    public override void Convolution(Tensor x, Tensor weights, Tensor? prepared, Tensor? bias, Tensor? y, bool relu, Tensor? pooled) =>
        Kernels.Convolution.Forward(ShapeOf(x.Shape, weights), Span(x), Span(weights), OptionalSpan(prepared), OptionalSpan(bias), OptionalSpan(y),
            OptionalSpan(pooled), relu, _team, _scratch, _whole);

    /// <inheritdoc/>
    public override void ConvolutionInputGradient(Tensor dy, Tensor weights, Tensor? gate, Tensor dx) =>
        Kernels.Convolution.InputGradient(ShapeOf(dx.Shape, weights), Span(dy), Span(weights), OptionalSpan(gate), Span(dx), _team, _scratch, _whole);

    /// <inheritdoc/>
    public override void ConvolutionWeightGradient(Tensor x, Tensor dy, Tensor dWeights, Tensor? dBias) =>
        Kernels.Convolution.WeightGradient(ShapeOf(x.Shape, dWeights), Span(x), Span(dy), Span(dWeights), OptionalSpan(dBias), _team, _scratch);

    /// <inheritdoc/>
    public override void BatchNormalization(Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, float epsilon, Tensor y, bool relu) =>
        BatchNorm.Train(Span(x), Span(gamma), Span(beta), Span(mean), Span(variance), epsilon, Span(y), relu, _team, _scratch);

    /// <inheritdoc/>
    public override void BatchNormalizationInference(Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, float epsilon, Tensor y,
        bool relu) =>
        BatchNorm.Infer(Span(x), Span(gamma), Span(beta), Span(mean), Span(variance), epsilon, Span(y), relu, _team, _scratch);

    /// <inheritdoc/>
    public override void BatchNormalizationGradient(Tensor x, Tensor gamma, Tensor mean, Tensor variance, float epsilon, Tensor dy, Tensor dGamma,
        Tensor dBeta) =>
        BatchNorm.Gradient(Span(x), Span(gamma), Span(mean), Span(variance), epsilon, Span(dy), Span(dGamma), Span(dBeta), _team, _scratch);

    /// <inheritdoc/>
    public override void ReluGradient(Tensor y, Tensor dy) => Elementwise.ReluGradient(Span(y), Span(dy), _team);

    /// <inheritdoc/>
    public override void MaxPooling(Tensor x, Tensor y) =>
        Kernels.MaxPooling.Forward(x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3], Span(x), Span(y), _team);

    /// <inheritdoc/>
    public override void MaxPoolingGradient(Tensor x, Tensor y, Tensor dy, Tensor dx, bool gated) =>
        Kernels.MaxPooling.Gradient(x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3], Span(x), Span(y), Span(dy), Span(dx), gated, _team);

    /// <inheritdoc/>
    public override void Dense(Tensor x, Tensor weights, Tensor bias, Tensor y, bool relu) =>
        DenseProduct.Forward(x.Shape[0], x.Shape[1], y.Shape[1], Span(x), Span(weights), Span(bias), Span(y), relu, _team, _scratch);

    /// <inheritdoc/>
    public override void DenseInputGradient(Tensor dy, Tensor weights, Tensor dx) =>
        DenseProduct.InputGradient(dx.Shape[0], dx.Shape[1], dy.Shape[1], Span(dy), Span(weights), Span(dx), _team, _scratch);

    /// <inheritdoc/>
    public override void DenseWeightGradient(Tensor x, Tensor dy, Tensor dWeights, Tensor dBias) =>
        DenseProduct.WeightGradient(x.Shape[0], x.Shape[1], dy.Shape[1], Span(x), Span(dy), Span(dWeights), Span(dBias), _team);

    /// <inheritdoc/>
    public override void Multiply(Tensor x, Tensor factors)
    {
        Span<float> values = Span(x);
        ReadOnlySpan<float> by = Span(factors);
        for (int i = 0; i < values.Length; i++)
            values[i] *= by[i];
    }

    /// <inheritdoc/>
    public override void MoveAverage(Tensor average, Tensor value, float rate, float valueFactor)
    {
        Span<float> averages = Span(average);
        ReadOnlySpan<float> values = Span(value);
        for (int i = 0; i < averages.Length; i++)
            averages[i] += rate * (values[i] * valueFactor - averages[i]);
    }

    /// <inheritdoc/>
    public override void Sgd(Tensor weights, Tensor gradient, in SgdRule rule)
    {
        Elementwise.Sgd(Span(weights), Span(gradient), Span(rule.Velocity), rule.LearningRate, rule.Momentum, rule.WeightDecay, _team);
        weights.Changed();
    }

    /// <inheritdoc/>
    public override void DenseWeightStep(Tensor x, Tensor dy, Tensor weights, in SgdRule rule, Tensor dBias)
    {
        DenseProduct.WeightStep(x.Shape[0], x.Shape[1], dy.Shape[1], Span(x), Span(dy), Span(weights), Span(rule.Velocity), rule.LearningRate,
            rule.Momentum, rule.WeightDecay, Span(dBias), _team, _scratch);
        weights.Changed();
    }

    /// <inheritdoc/>
    protected override IDisposable AllocateStorage(int length) => new AlignedBuffer(length);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _team.Dispose();
        _scratch.Dispose();
        _whole.Dispose();
    }

    private static Span<float> Span(Tensor tensor) => ((AlignedBuffer)tensor.Storage).Span.Slice(tensor.Offset, tensor.Shape.Length);

    private static Span<float> OptionalSpan(Tensor? tensor) => tensor is null ? default : Span(tensor);

    private static ConvolutionShape ShapeOf(Shape input, Tensor weights) => new(input[0], input[1], input[2], weights.Shape[2], weights.Shape[3]);
}
