using BenchmarkDotNet.Attributes;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Kernels;

/// <summary><see cref="MatrixProduct"/> on one thread: [M, K] times [K, N].</summary>
public unsafe class MatrixProductBenchmarks : KernelBenchmark
{
    private AlignedBuffer _a = null!, _b = null!, _c = null!;

    /// <summary>Rows of the product: the pixels or tiles of a block.</summary>
    [Params(24, 96, 384)]
    public int M { get; set; }

    /// <summary>Length of the sums: channels, or patches of channels.</summary>
    [Params(64, 512, 2304)]
    public int K { get; set; }

    /// <summary>Columns of the product: output channels.</summary>
    [Params(64, 256)]
    public int N { get; set; }

    /// <summary>C = A B.</summary>
    [Benchmark]
    public void Multiply()
    {
        fixed (float* a = _a.Span, b = _b.Span, c = _c.Span)
        {
            var product = new Product { A = a, ARow = K, AStep = 1, B = b, BRow = N, C = c, CRow = N, M = M, N = N, K = K };
            MatrixProduct.Multiply(product);
        }
    }

    private protected override void Prepare()
    {
        _a = Random(M * K);
        _b = Random(K * N);
        _c = Own(new AlignedBuffer(M * N));
    }
}
