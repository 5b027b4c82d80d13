using System.Buffers;

namespace Thaw.Images;

/// <summary>
/// Arrays that one decoding borrows after the other. A service that decodes a thousand pictures a second would else leave as many large arrays for the garbage collector.
/// </summary>
internal static class BorrowedArray
{
    /// <summary>In elements. Longer arrays come new and are left to the garbage collector, since the pool would keep them for a while.</summary>
    private const int Longest = 4 << 20;

    /// <summary>Takes an array of at least so many elements, the first <paramref name="length"/> of which are 0: nothing of another picture may show, whatever a file leaves out.</summary>
    public static T[] Take<T>(int length)
    {
        if (length > Longest)
            return new T[length];
        T[] array = ArrayPool<T>.Shared.Rent(length);
        array.AsSpan(0, length).Clear();
        return array;
    }

    /// <summary>Gives back what <see cref="Take"/> gave, or an empty array, and sets it empty.</summary>
    public static void GiveBack<T>(ref T[] array)
    {
        if (array.Length is > 0 and <= Longest)
            ArrayPool<T>.Shared.Return(array);
        array = [];
    }
}
