namespace Thaw.Kernels;

/// <summary>
/// A small random generator whose numbers never change between machines, runtimes or versions: PCG-XSH-RR with 64 bits of
/// state and 32 bits of output (O'Neill 2014, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms").
/// Not for secrets. Not thread-safe: give each thread its own stream.
/// </summary>
internal struct Pcg32
{
    private const ulong Multiplier = 6364136223846793005;
    private readonly ulong _increment;
    private ulong _state;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">Where in the stream to start.</param>
    /// <param name="stream">Which of the 2^63 streams; two streams with one seed are unrelated.</param>
    public Pcg32(ulong seed, ulong stream = 0)
    {
        _increment = (stream << 1) | 1;
        _state = 0;
        NextUInt();
        _state += seed;
        NextUInt();
    }

    /// <summary>Uniform over all 32-bit values.</summary>
    public uint NextUInt()
    {
        ulong old = _state;
        _state = old * Multiplier + _increment;
        uint shifted = (uint)(((old >> 18) ^ old) >> 27);
        return uint.RotateRight(shifted, (int)(old >> 59));
    }

    /// <summary>Uniform in [0, <paramref name="limit"/>), without bias (Lemire's multiplication with rejection).</summary>
    /// <param name="limit">At least 1.</param>
    public int NextInt(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        uint range = (uint)limit;
        uint threshold = (0u - range) % range;
        while (true)
        {
            ulong product = (ulong)NextUInt() * range;
            if ((uint)product >= threshold)
                return (int)(product >> 32);
        }
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-24.</summary>
    public float NextFloat() => (NextUInt() >> 8) * (1f / (1 << 24));

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (((ulong)NextUInt() << 21) ^ (NextUInt() & 0x1FFFFF)) * (1.0 / (1L << 53));

    /// <summary>Normal with mean 0 and standard deviation 1 (Box and Muller 1958), from two uniform numbers a call.</summary>
    public double NextNormal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Puts the items in a uniformly random order (Fisher and Yates).</summary>
    /// <param name="items">Changed in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
