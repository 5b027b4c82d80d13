namespace Thaw.Kernels;

/// <summary>Which results are written past the caches.</summary>
internal static unsafe class Streaming
{
    // An ordinary write reads the cache line first and pushes out another; that is wasted on results that have left the caches before they are read
    private const long LeastBytes = 6L * 1024 * 1024;

    // A whole cache line at a time
    private const int Floats = 16;

    /// <summary>Whether a result is so large that it pays, and lies so that it can be written in aligned vectors.</summary>
    /// <param name="target">Where the result begins.</param>
    /// <param name="pixels">Pixels of the whole result.</param>
    /// <param name="channels">Floats a pixel.</param>
    public static bool Pays(float* target, long pixels, int channels) =>
        pixels * channels * sizeof(float) >= LeastBytes && channels % Floats == 0 && (nuint)target % (Floats * sizeof(float)) == 0;
}
