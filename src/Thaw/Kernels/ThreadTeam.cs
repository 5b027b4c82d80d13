namespace Thaw.Kernels;

/// <summary>
/// A fixed team of threads that share the blocks of a problem: each takes block after block of its own share, so that what lies side by side
/// is worked on, pass after pass, by the same processor, and then helps the others with theirs. What a block computes must depend on the
/// block alone, never on who runs it, so that results are the same for any number of threads. Running allocates nothing. One caller at a time.
/// </summary>
/// <remarks>
/// A thread that wakes after all blocks were taken is not waited for: on a machine whose processors have other work, such as a service that decodes pictures, it may wake
/// milliseconds late, in every layer anew.
/// </remarks>
internal sealed unsafe class ThreadTeam : IDisposable
{
    // Counters so many ints apart do not share a cache line
    private const int Apart = 32;

    // Set in _joined while a run takes threads
    private const int Open = 1 << 30;

    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _start = new(0);
    private readonly Lock _gate = new();
    private readonly int[] _next;
    private delegate*<void*, int, int, void> _work;
    private void* _state;
    private int _blocks;
    private int _joined;
    private int _signals;
    private volatile bool _stopping;

    /// <summary>Starts the team.</summary>
    /// <param name="count">Threads including the caller's, at least 1.</param>
    public ThreadTeam(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        _next = new int[count * Apart];
        _threads = new Thread[count - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"thaw-{worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads including the caller's.</summary>
    public int Count { get; }

    /// <summary>Runs every block once and returns when all are done.</summary>
    /// <param name="work">Called with the state, the block's number and the worker's number (0 to Count - 1); must not throw.</param>
    /// <param name="state">Passed on; usually the address of a struct on the caller's stack.</param>
    /// <param name="blocks">How many blocks there are.</param>
    public void Run(delegate*<void*, int, int, void> work, void* state, int blocks)
    {
        if (_threads.Length == 0 || blocks <= 1)
        {
            for (int block = 0; block < blocks; block++)
                work(state, block, 0);
            return;
        }
        lock (_gate)
        {
            _work = work;
            _state = state;
            _blocks = blocks;
            for (int share = 0; share < Count; share++)
                _next[share * Apart] = First(share);
            // Opened before it looks who is awake already, as a thread says that it is awake before it looks whether a run is open: one of the two sees the other
            Interlocked.Exchange(ref _joined, Open);
            int missing = Math.Min(_threads.Length, blocks - 1) - Volatile.Read(ref _signals);
            if (missing > 0)
            {
                Interlocked.Add(ref _signals, missing);
                _start.Release(missing);
            }
            TakeBlocks(0);
            Interlocked.And(ref _joined, ~Open);
            SpinWait wait = default;
            while (Volatile.Read(ref _joined) != 0)
                wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        _stopping = true;
        if (_threads.Length > 0)
            _start.Release(_threads.Length);
        foreach (Thread thread in _threads)
            thread.Join();
        _start.Dispose();
    }

    private void Work(int worker)
    {
        while (true)
        {
            _start.Wait();
            Interlocked.Decrement(ref _signals);
            if (_stopping)
                return;
            if (TryJoin())
            {
                TakeBlocks(worker);
                Interlocked.Decrement(ref _joined);
            }
        }
    }

    private bool TryJoin()
    {
        int joined = Volatile.Read(ref _joined);
        while ((joined & Open) != 0)
        {
            int seen = Interlocked.CompareExchange(ref _joined, joined + 1, joined);
            if (seen == joined)
                return true;
            joined = seen;
        }
        return false;
    }

    // The first block of a worker's share
    private int First(int share) => (int)((long)share * _blocks / Count);

    private void TakeBlocks(int worker)
    {
        for (int i = 0; i < Count; i++)
        {
            int share = (worker + i) % Count, end = First(share + 1), block;
            while ((block = Interlocked.Increment(ref _next[share * Apart]) - 1) < end)
                _work(_state, block, worker);
        }
    }
}
