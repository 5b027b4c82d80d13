using Thaw.Kernels;

namespace Thaw.Tests.Kernels;

public sealed unsafe class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Every_block_runs_once_in_every_run(int threads)
    {
        using var team = new ThreadTeam(threads);
        Check(team, runs: 2000);
    }

    /// <summary>Threads that wake late, because others hold the processors, must not run a block twice, nor one of a run that is over.</summary>
    [Fact]
    public void Every_block_runs_once_while_others_hold_the_processors()
    {
        using var stop = new CancellationTokenSource();
        Thread[] others = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
                Thread.SpinWait(1000);
        }))];
        Array.ForEach(others, thread => thread.Start());
        try
        {
            using var team = new ThreadTeam(4);
            Check(team, runs: 300);
        }
        finally
        {
            stop.Cancel();
            Array.ForEach(others, thread => thread.Join());
        }
    }

    private static void Check(ThreadTeam team, int runs)
    {
        int* counts = stackalloc int[64];
        for (int run = 0; run < runs; run++)
        {
            int blocks = run % 64;
            new Span<int>(counts, 64).Clear();
            team.Run(&Count, counts, blocks);
            for (int block = 0; block < 64; block++)
                Assert.Equal(block < blocks ? 1 : 0, counts[block]);
        }
    }

    private static void Count(void* state, int block, int worker)
    {
        // Some blocks take longer, so that threads leave at different times
        Thread.SpinWait(block % 5 == 0 ? 200 : 5);
        Interlocked.Increment(ref ((int*)state)[block]);
    }
}
