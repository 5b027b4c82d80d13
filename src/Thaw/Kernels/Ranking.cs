namespace Thaw.Kernels;

/// <summary>Decides between numbers.</summary>
internal static class Ranking
{
    /// <summary>The index of the largest value; of the first one if several are equal.</summary>
    /// <param name="values">At least one.</param>
    public static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
            largest = values[i] > values[largest] ? i : largest;
        return largest;
    }
}
