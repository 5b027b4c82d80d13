using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Thaw.Kernels;

/// <summary>
/// Bilinear enlargement of a part of an RGB picture to the picture's own size, in integers, so that every way to compute it gives the same
/// bytes: places have 16 bits after the point, weights are 256ths. The sum over the four neighbours is exact before its one rounding,
/// so the vectors may go along a row first, once for each row of the source that is seen, and then down.
/// </summary>
internal static class Bilinear
{
    /// <summary>Bits after the point of a place.</summary>
    public const int PlaceBits = 16;

    /// <summary>Pixels that one shuffle of 16 bytes gives, with their right-hand neighbours.</summary>
    private const int Pixels = 4;

    /// <summary>Target pixel (x, y) shows the source at (left + x step, top + y step), held inside the picture.</summary>
    /// <param name="source">[height, width, 3].</param>
    /// <param name="width">At least 1.</param>
    /// <param name="height">At least 1.</param>
    /// <param name="left">With <see cref="PlaceBits"/> bits after the point.</param>
    /// <param name="top">With <see cref="PlaceBits"/> bits after the point.</param>
    /// <param name="step">With <see cref="PlaceBits"/> bits after the point; 0 to 1.</param>
    /// <param name="mirror">Whether target column x is written where width - 1 - x belongs.</param>
    /// <param name="target">[height, width, 3]; overwritten; no part of the source.</param>
    public static void Enlarge(ReadOnlySpan<byte> source, int width, int height, long left, long top, long step, bool mirror, Span<byte> target)
    {
        if (Vector128.IsHardwareAccelerated && 3 * width >= Vector128<byte>.Count)
            EnlargeByVectors(source, width, height, left, top, step, mirror, target);
        else
            EnlargeByPixels(source, width, height, left, top, step, mirror, target);
    }

    /// <summary>As <see cref="Enlarge"/>, a sample at a time; for pictures and machines that are too narrow for vectors.</summary>
    internal static void EnlargeByPixels(ReadOnlySpan<byte> source, int width, int height, long left, long top, long step, bool mirror,
        Span<byte> target)
    {
        for (int y = 0; y < height; y++)
        {
            (int y0, int fractionY) = Place(top + y * step, height);
            ReadOnlySpan<byte> upper = source.Slice(3 * y0 * width, 3 * width);
            ReadOnlySpan<byte> lower = source.Slice(3 * Math.Min(y0 + 1, height - 1) * width, 3 * width);
            Span<byte> to = target.Slice(3 * y * width, 3 * width);
            for (int x = 0; x < width; x++)
            {
                (int x0, int fractionX) = Place(left + x * step, width);
                int a = 3 * x0, b = 3 * Math.Min(x0 + 1, width - 1), t = 3 * (mirror ? width - 1 - x : x);
                for (int channel = 0; channel < 3; channel++)
                {
                    int high = (upper[a + channel] << 8) + (upper[b + channel] - upper[a + channel]) * fractionX;
                    int low = (lower[a + channel] << 8) + (lower[b + channel] - lower[a + channel]) * fractionX;
                    to[t + channel] = (byte)(((high << 8) + (low - high) * fractionY + (1 << 15)) >> 16);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EnlargeByVectors(ReadOnlySpan<byte> source, int width, int height, long left, long top, long step, bool mirror,
        Span<byte> target)
    {
        int groups = (width + Pixels - 1) / Pixels, stride = 3 * Pixels * groups + 4;
        Group[] plan = ArrayPool<Group>.Shared.Rent(groups);
        ushort[] rows = ArrayPool<ushort>.Shared.Rent(2 * stride);
        for (int g = 0; g < groups; g++)
            plan[g] = new Group(g * Pixels, width, left, step, mirror);
        Span<ushort> upper = rows.AsSpan(0, stride), lower = rows.AsSpan(stride, stride);
        int upperIs = -1, lowerIs = -1;
        for (int y = 0; y < height; y++)
        {
            (int y0, int fraction) = Place(top + y * step, height);
            if (lowerIs == y0)
            {
                Span<ushort> other = upper;
                upper = lower;
                lower = other;
                (upperIs, lowerIs) = (lowerIs, upperIs);
            }
            if (upperIs != y0)
                AlongRow(source.Slice(3 * y0 * width, 3 * width), plan.AsSpan(0, groups), upper);
            upperIs = y0;
            if (fraction != 0 && lowerIs != y0 + 1)
            {
                AlongRow(source.Slice(3 * (y0 + 1) * width, 3 * width), plan.AsSpan(0, groups), lower);
                lowerIs = y0 + 1;
            }
            Between(upper, fraction == 0 ? upper : lower, fraction, target.Slice(3 * y * width, 3 * width));
        }
        ArrayPool<ushort>.Shared.Return(rows);
        ArrayPool<Group>.Shared.Return(plan);
    }

    /// <summary>A place as a whole pixel and a fraction of 256, inside [0, size - 1].</summary>
    private static (int Whole, int Fraction) Place(long place, int size)
    {
        if (place <= 0)
            return (0, 0);
        long last = (long)(size - 1) << PlaceBits;
        return place >= last ? (size - 1, 0) : ((int)(place >> PlaceBits), (int)(place >> (PlaceBits - 8)) & 255);
    }

    // Samples times 256, at most 65,280: what passes 16 bits on the way comes back
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AlongRow(ReadOnlySpan<byte> row, ReadOnlySpan<Group> plan, Span<ushort> target)
    {
        ref byte first = ref MemoryMarshal.GetReference(row);
        ref ushort to = ref MemoryMarshal.GetReference(target);
        for (int g = 0; g < plan.Length; g++)
        {
            ref readonly Group group = ref plan[g];
            Vector128<byte> pixels = Vector128.LoadUnsafe(ref first, (nuint)group.Start);
            (Vector128<ushort> a, Vector128<ushort> a2) = Vector128.Widen(Vector128.Shuffle(pixels, group.Left));
            (Vector128<ushort> b, Vector128<ushort> b2) = Vector128.Widen(Vector128.Shuffle(pixels, group.Right));
            ((a << 8) + (b - a) * group.Fraction).StoreUnsafe(ref to, (nuint)(3 * Pixels * g));
            ((a2 << 8) + (b2 - a2) * group.Fraction2).StoreUnsafe(ref to, (nuint)(3 * Pixels * g + 8));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Between(ReadOnlySpan<ushort> upper, ReadOnlySpan<ushort> lower, int fraction, Span<byte> target)
    {
        uint up = (uint)(256 - fraction), down = (uint)fraction;
        int i = 0;
        for (; i + Vector<byte>.Count <= target.Length; i += Vector<byte>.Count)
        {
            Vector<ushort> first = Between(new Vector<ushort>(upper[i..]), new Vector<ushort>(lower[i..]), up, down);
            int j = i + Vector<ushort>.Count;
            Vector.Narrow(first, Between(new Vector<ushort>(upper[j..]), new Vector<ushort>(lower[j..]), up, down)).CopyTo(target[i..]);
        }
        for (; i < target.Length; i++)
            target[i] = (byte)((upper[i] * up + lower[i] * down + (1 << 15)) >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ushort> Between(Vector<ushort> upper, Vector<ushort> lower, uint up, uint down)
    {
        Vector.Widen(upper, out Vector<uint> u, out Vector<uint> u2);
        Vector.Widen(lower, out Vector<uint> l, out Vector<uint> l2);
        var half = new Vector<uint>(1 << 15);
        return Vector.Narrow((u * up + l * down + half) >>> 16, (u2 * up + l2 * down + half) >>> 16);
    }

    /// <summary>
    /// Where four target pixels of a row come from. Steps are at most 1, so that they and their right-hand neighbours are among five pixels
    /// in a row: 15 of 16 bytes that one load gets, which shuffles then put in their places.
    /// </summary>
    private readonly struct Group
    {
        public readonly int Start;
        public readonly Vector128<byte> Left, Right;
        public readonly Vector128<ushort> Fraction, Fraction2;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public Group(int first, int width, long left, long step, bool mirror)
        {
            Span<int> whole = stackalloc int[Pixels], fraction = stackalloc int[Pixels];
            int least = width;
            for (int i = 0; i < Pixels; i++)
            {
                int x = Math.Min(first + i, width - 1);
                (whole[i], fraction[i]) = Place(left + (mirror ? width - 1 - x : x) * step, width);
                least = Math.Min(least, whole[i]);
            }
            Start = Math.Min(3 * least, 3 * width - Vector128<byte>.Count);
            Span<byte> lefts = stackalloc byte[16], rights = stackalloc byte[16];
            Span<ushort> fractions = stackalloc ushort[16];
            for (int i = 0; i < 3 * Pixels; i++)
            {
                int pixel = i / 3, x = whole[pixel];
                lefts[i] = (byte)(3 * x + i % 3 - Start);
                rights[i] = (byte)(3 * Math.Min(x + 1, width - 1) + i % 3 - Start);
                fractions[i] = (ushort)fraction[pixel];
            }
            (Left, Right) = (Vector128.Create<byte>(lefts), Vector128.Create<byte>(rights));
            (Fraction, Fraction2) = (Vector128.Create<ushort>(fractions), Vector128.Create<ushort>(fractions[8..]));
        }
    }
}
