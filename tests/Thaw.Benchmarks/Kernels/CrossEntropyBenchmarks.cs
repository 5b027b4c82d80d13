using BenchmarkDotNet.Attributes;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Kernels;

/// <summary><see cref="CrossEntropy"/> and its gradient for 64 pictures; float64 and scalar in every width.</summary>
public class CrossEntropyBenchmarks : KernelBenchmark
{
    private const int Pictures = 64, Classes = 200;
    private readonly int[] _twoClasses = new int[Pictures], _manyClasses = new int[Pictures];
    private AlignedBuffer _logits = null!, _gradient = null!;

    /// <summary>Two classes, one logit.</summary>
    [Benchmark]
    public double Sigmoid() => CrossEntropy.Sigmoid(_logits.Span[..Pictures], _twoClasses, default, _gradient.Span[..Pictures]);

    /// <summary>The 200 classes of Tiny ImageNet.</summary>
    [Benchmark]
    public double Softmax() => CrossEntropy.Softmax(_logits.Span, _manyClasses, Classes, default, _gradient.Span);

    private protected override void Prepare()
    {
        var random = new Pcg32(1);
        for (int i = 0; i < Pictures; i++)
        {
            _twoClasses[i] = random.NextInt(2);
            _manyClasses[i] = random.NextInt(Classes);
        }
        _logits = Random(Pictures * Classes);
        _gradient = Own(new AlignedBuffer(_logits.Length));
    }
}
