using BenchmarkDotNet.Attributes;
using Thaw.Benchmarks.Widths;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Kernels;

/// <summary>What all benchmarks of kernels share: the check of the vector width, a thread a processor, and buffers that are freed.</summary>
public abstract class KernelBenchmark
{
    private readonly Stack<IDisposable> _owned = new();

    private protected ThreadTeam Team { get; private set; } = null!;

    /// <summary>Checks the width, starts the threads and makes the buffers.</summary>
    [GlobalSetup]
    public void Setup()
    {
        WidthCheck.Assert();
        Team = Own(new ThreadTeam(Environment.ProcessorCount));
        Prepare();
    }

    /// <summary>Frees everything.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        while (_owned.TryPop(out IDisposable? item))
            item.Dispose();
    }

    /// <summary>Makes what the kernels work on.</summary>
    private protected abstract void Prepare();

    /// <summary>Keeps something until the end.</summary>
    private protected T Own<T>(T item) where T : IDisposable
    {
        _owned.Push(item);
        return item;
    }

    /// <summary>Memory with numbers from -1 to 1, freed at the end.</summary>
    private protected AlignedBuffer Random(int length) => Own(RandomBuffer.Create(length, (ulong)_owned.Count));
}
