using Thaw.Tensors;

namespace Thaw.Tests.Kernels;

/// <summary>
/// Calls the operations of <see cref="Cpu"/> on arrays. Results are filled with NaN first, so that an element that is not
/// overwritten shows; one device serves many shapes, so that scratch memory is dirty.
/// </summary>
internal sealed class CpuProbe(int threads) : IDisposable
{
    private readonly Cpu _cpu = new(threads);

    public void Dispose()
    {
        Assert.Equal(0, _cpu.AllocatedBytes);
        _cpu.Dispose();
    }

    public float[] Convolution(Shape x, float[] values, float[] weights, float[]? bias, int k, bool relu)
    {
        using Tensor tx = Of(x, values), tw = Of(new(3, 3, x[3], k), weights), ty = Unset(new(x[0], x[1], x[2], k));
        using Tensor? tb = bias is null ? null : Of(new(k), bias);
        _cpu.Convolution(tx, tw, null, tb, ty, relu, null);
        return Values(ty);
    }

    /// <summary>With ReLU, weights prepared before, and pooling; y is not written if it is not wanted.</summary>
    public (float[] Y, float[] Pooled) PooledConvolution(Shape x, float[] values, float[] weights, float[] bias, int k, bool wantY)
    {
        using Tensor tx = Of(x, values), tw = Of(new(3, 3, x[3], k), weights), tb = Of(new(k), bias);
        using Tensor ty = Unset(new(x[0], x[1], x[2], k)), tp = Unset(new(x[0], x[1] / 2, x[2] / 2, k));
        using Tensor? prepared = _cpu.AllocatePrepared(x, tw);
        if (prepared is not null)
            _cpu.PrepareConvolution(x, tw, prepared);
        _cpu.Convolution(tx, tw, prepared, tb, wantY ? ty : null, true, tp);
        return (Values(ty), Values(tp));
    }

    public float[] ConvolutionInputGradient(Shape x, float[] dy, float[] weights, int k, float[]? gate = null)
    {
        using Tensor tdy = Of(new(x[0], x[1], x[2], k), dy), tw = Of(new(3, 3, x[3], k), weights), tdx = Unset(x);
        using Tensor? tg = gate is null ? null : Of(x, gate);
        _cpu.ConvolutionInputGradient(tdy, tw, tg, tdx);
        return Values(tdx);
    }

    public (float[] Weights, float[]? Bias) ConvolutionWeightGradient(Shape x, float[] values, float[] dy, int k, bool bias = true)
    {
        using Tensor tx = Of(x, values), tdy = Of(new(x[0], x[1], x[2], k), dy), tdw = Unset(new(3, 3, x[3], k));
        using Tensor? tdb = bias ? Unset(new(k)) : null;
        _cpu.ConvolutionWeightGradient(tx, tdy, tdw, tdb);
        return (Values(tdw), tdb is null ? null : Values(tdb));
    }

    public float[] MaxPooling(Shape x, float[] values)
    {
        using Tensor tx = Of(x, values), ty = Unset(new(x[0], x[1] / 2, x[2] / 2, x[3]));
        _cpu.MaxPooling(tx, ty);
        return Values(ty);
    }

    public float[] MaxPoolingGradient(Shape x, float[] values, float[] y, float[] dy, bool gated = false)
    {
        var pooled = new Shape(x[0], x[1] / 2, x[2] / 2, x[3]);
        using Tensor tx = Of(x, values), ty = Of(pooled, y), tdy = Of(pooled, dy), tdx = Unset(x);
        _cpu.MaxPoolingGradient(tx, ty, tdy, tdx, gated);
        return Values(tdx);
    }

    public float[] Dense(int n, int d, int u, float[] x, float[] weights, float[] bias, bool relu)
    {
        using Tensor tx = Of(new(n, d), x), tw = Of(new(d, u), weights), tb = Of(new(u), bias), ty = Unset(new(n, u));
        _cpu.Dense(tx, tw, tb, ty, relu);
        return Values(ty);
    }

    public float[] DenseInputGradient(int n, int d, int u, float[] dy, float[] weights)
    {
        using Tensor tdy = Of(new(n, u), dy), tw = Of(new(d, u), weights), tdx = Unset(new(n, d));
        _cpu.DenseInputGradient(tdy, tw, tdx);
        return Values(tdx);
    }

    public (float[] Weights, float[] Bias) DenseWeightGradient(int n, int d, int u, float[] x, float[] dy)
    {
        using Tensor tx = Of(new(n, d), x), tdy = Of(new(n, u), dy), tdw = Unset(new(d, u)), tdb = Unset(new(u));
        _cpu.DenseWeightGradient(tx, tdy, tdw, tdb);
        return (Values(tdw), Values(tdb));
    }

    /// <summary>Weights, velocity and the bias's gradient after a step.</summary>
    public (float[] Weights, float[] Velocity, float[] Bias) DenseWeightStep(
        int n, int d, int u, float[] x, float[] dy, float[] weights, float[] velocity, float rate, float momentum, float decay)
    {
        using Tensor tx = Of(new(n, d), x), tdy = Of(new(n, u), dy), tw = Of(new(d, u), weights), tv = Of(new(d, u), velocity), tdb = Unset(new(u));
        _cpu.DenseWeightStep(tx, tdy, tw, new SgdRule(tv, rate, momentum, decay), tdb);
        return (Values(tw), Values(tv), Values(tdb));
    }

    public (float[] Y, float[] Mean, float[] Variance) BatchNormalization(
        Shape x, float[] values, float[] gamma, float[] beta, float epsilon, bool relu)
    {
        using Tensor tx = Of(x, values), tg = Of(new(x[3]), gamma), tb = Of(new(x[3]), beta);
        using Tensor tm = Unset(new(x[3])), tv = Unset(new(x[3])), ty = Unset(x);
        _cpu.BatchNormalization(tx, tg, tb, tm, tv, epsilon, ty, relu);
        return (Values(ty), Values(tm), Values(tv));
    }

    public float[] BatchNormalizationInference(
        Shape x, float[] values, float[] gamma, float[] beta, float[] mean, float[] variance, float epsilon, bool relu)
    {
        using Tensor tx = Of(x, values), tg = Of(new(x[3]), gamma), tb = Of(new(x[3]), beta);
        using Tensor tm = Of(new(x[3]), mean), tv = Of(new(x[3]), variance), ty = Unset(x);
        _cpu.BatchNormalizationInference(tx, tg, tb, tm, tv, epsilon, ty, relu);
        return Values(ty);
    }

    public (float[] Dx, float[] Gamma, float[] Beta) BatchNormalizationGradient(
        Shape x, float[] values, float[] gamma, float[] mean, float[] variance, float epsilon, float[] dy)
    {
        using Tensor tx = Of(x, values), tg = Of(new(x[3]), gamma), tm = Of(new(x[3]), mean), tv = Of(new(x[3]), variance);
        using Tensor tdy = Of(x, dy), tdg = Unset(new(x[3])), tdb = Unset(new(x[3]));
        _cpu.BatchNormalizationGradient(tx, tg, tm, tv, epsilon, tdy, tdg, tdb);
        return (Values(tdy), Values(tdg), Values(tdb));
    }

    public float[] ReluGradient(float[] y, float[] dy) => Changed(dy, t => _cpu.ReluGradient(t[1], t[0]), y)[0];

    public float[] Multiply(float[] x, float[] factors) => Changed(x, t => _cpu.Multiply(t[0], t[1]), factors)[0];

    public float[] MoveAverage(float[] average, float[] value, float rate, float factor) =>
        Changed(average, t => _cpu.MoveAverage(t[0], t[1], rate, factor), value)[0];

    /// <summary>Weights and velocity after a step.</summary>
    public (float[] Weights, float[] Velocity) Sgd(
        float[] weights, float[] gradient, float[] velocity, float rate, float momentum, float decay)
    {
        float[][] after = Changed(weights, t => _cpu.Sgd(t[0], t[1], new SgdRule(t[2], rate, momentum, decay)), gradient, velocity);
        return (after[0], after[2]);
    }

    private float[][] Changed(float[] first, Action<Tensor[]> operation, params float[][] others)
    {
        Tensor[] tensors = [.. others.Prepend(first).Select(values => Of(new(values.Length), values))];
        operation(tensors);
        float[][] after = Array.ConvertAll(tensors, Values);
        foreach (Tensor tensor in tensors)
            tensor.Dispose();
        return after;
    }

    private Tensor Of(Shape shape, float[] values)
    {
        Assert.Equal(shape.Length, values.Length);
        Tensor tensor = _cpu.Allocate(shape);
        _cpu.Upload(values, tensor);
        return tensor;
    }

    private Tensor Unset(Shape shape) => Of(shape, [.. Enumerable.Repeat(float.NaN, shape.Length)]);

    private float[] Values(Tensor tensor)
    {
        float[] values = new float[tensor.Shape.Length];
        _cpu.Download(tensor, values);
        return values;
    }
}
