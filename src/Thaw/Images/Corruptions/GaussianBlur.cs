using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Thaw.Images.Corruptions;

/// <summary>
/// Blurs with a Gaussian along the rows and then down the columns, cut off at 4 standard deviations; beyond its edges the picture goes
/// on as it ends. Weights have 15 bits after the point, what stands between the passes 8.
/// </summary>
internal sealed class GaussianBlur() : Corruption(
    "blur", "Gaussian blur with a standard deviation of 0.5, 0.75, 1, 1.25 or 1.5 pixels where the shorter side has 64, and in proportion")
{
    private const int WeightBits = 15, BetweenBits = 8;
    private static readonly double[] Deviations = [0.5, 0.75, 1, 1.25, 1.5];

    private protected override void Change(
        ReadOnlySpan<byte> rgb, int width, int height, int level, (ulong Seed, ulong Picture) draw, Span<byte> target)
    {
        int[] weights = Weights(Deviations[level] * Math.Min(width, height) / 64);
        int radius = weights.Length - 1, stride = 3 * width;
        int[] padded = ArrayPool<int>.Shared.Rent(3 * (width + 2 * radius));
        int[] between = ArrayPool<int>.Shared.Rent(stride * height);
        int[] sums = ArrayPool<int>.Shared.Rent(stride);
        Span<int> sum = sums.AsSpan(0, stride);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> row = rgb.Slice(y * stride, stride);
            for (int x = -radius; x < width + radius; x++)
            {
                int from = 3 * Math.Clamp(x, 0, width - 1), to = 3 * (x + radius);
                (padded[to], padded[to + 1], padded[to + 2]) = (row[from], row[from + 1], row[from + 2]);
            }
            sum.Fill(1 << (WeightBits - BetweenBits - 1));
            for (int offset = -radius; offset <= radius; offset++)
                Add(padded.AsSpan(3 * (offset + radius), stride), weights[Math.Abs(offset)], sum);
            for (int i = 0; i < stride; i++)
                between[y * stride + i] = sum[i] >> (WeightBits - BetweenBits);
        }
        for (int y = 0; y < height; y++)
        {
            sum.Fill(1 << (WeightBits + BetweenBits - 1));
            for (int offset = -radius; offset <= radius; offset++)
                Add(between.AsSpan(stride * Math.Clamp(y + offset, 0, height - 1), stride), weights[Math.Abs(offset)], sum);
            for (int i = 0; i < stride; i++)
                target[y * stride + i] = (byte)(sum[i] >> (WeightBits + BetweenBits));
        }
        ArrayPool<int>.Shared.Return(sums);
        ArrayPool<int>.Shared.Return(between);
        ArrayPool<int>.Shared.Return(padded);
    }

    // The weight at each distance from the middle. Together they are 1: what rounding left out the middle takes, so that a flat picture stays
    // flat and no sum passes 2^31
    private static int[] Weights(double deviation)
    {
        int radius = (int)(4 * deviation + 0.5);
        double[] exact = [.. Enumerable.Range(0, radius + 1).Select(i => Math.Exp(-i * i / (2 * deviation * deviation)))];
        double total = 2 * exact.Sum() - exact[0];
        int[] weights = [.. exact.Select(weight => (int)Math.Round(weight / total * (1 << WeightBits)))];
        weights[0] = (1 << WeightBits) - 2 * weights.Skip(1).Sum();
        return weights;
    }

    private static void Add(ReadOnlySpan<int> values, int weight, Span<int> sums)
    {
        ReadOnlySpan<Vector<int>> many = MemoryMarshal.Cast<int, Vector<int>>(values);
        Span<Vector<int>> to = MemoryMarshal.Cast<int, Vector<int>>(sums);
        for (int i = 0; i < many.Length; i++)
            to[i] += many[i] * weight;
        for (int i = many.Length * Vector<int>.Count; i < sums.Length; i++)
            sums[i] += values[i] * weight;
    }
}
