namespace Thaw.Service.Http;

/// <summary>The memory that the bodies of all requests may take together. Thread-safe.</summary>
internal sealed class BodyBudget(long bytes)
{
    private long _used;

    /// <summary>What is taken now.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>Takes some; false, and nothing taken, where not as much is left.</summary>
    public bool TryTake(long count)
    {
        if (Interlocked.Add(ref _used, count) <= bytes)
            return true;
        GiveBack(count);
        return false;
    }

    /// <summary>Gives back what was taken.</summary>
    public void GiveBack(long count) => Interlocked.Add(ref _used, -count);
}
