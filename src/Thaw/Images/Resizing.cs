using System.Buffers;

namespace Thaw.Images;

/// <summary>
/// Resampling of pictures. All arithmetic is on integers, so a result is the same on every machine; it is within one level
/// of Pillow's for the same filter.
/// </summary>
public static class Resizing
{
    /// <summary>
    /// Stretches a picture to a size. The aspect ratio is not kept: a picture that is wider than the target is squeezed, so
    /// that all of it is seen and nothing is cut off.
    /// </summary>
    /// <param name="picture">Not changed.</param>
    /// <param name="width">Width of the result in pixels, at least 1.</param>
    /// <param name="height">Height of the result in pixels, at least 1.</param>
    /// <param name="filter">How pixels are averaged.</param>
    /// <returns>A new picture; <paramref name="picture"/> itself if it has that size already.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    public static Picture ToSize(Picture picture, int width, int height, ResizeFilter filter = ResizeFilter.Triangle)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (picture.Width == width && picture.Height == height)
            return picture;
        byte[] target = new byte[checked(3 * width * height)];
        Into(picture.Pixels, picture.Width, picture.Height, width, height, filter, target);
        return new Picture(width, height, target);
    }

    /// <summary>Cuts out a part of a picture.</summary>
    /// <param name="picture">Not changed.</param>
    /// <param name="left">First column of the part.</param>
    /// <param name="top">First row of the part.</param>
    /// <param name="width">Columns of the part, at least 1.</param>
    /// <param name="height">Rows of the part, at least 1.</param>
    /// <returns>A new picture of <paramref name="width"/> x <paramref name="height"/> pixels.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie inside the picture.</exception>
    public static Picture Crop(Picture picture, int left, int top, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, picture.Width - left);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, picture.Height - top);
        byte[] target = new byte[3 * width * height];
        for (int y = 0; y < height; y++)
            picture.Pixels.AsSpan(3 * ((top + y) * picture.Width + left), 3 * width).CopyTo(target.AsSpan(3 * y * width));
        return new Picture(width, height, target);
    }

    /// <summary>As <see cref="ToSize"/>, from pixels of a size into memory of the caller: <c>3 * width * height</c> bytes.</summary>
    internal static void Into(ReadOnlySpan<byte> pixels, int sourceWidth, int sourceHeight, int width, int height, ResizeFilter filter, Span<byte> target)
    {
        if (sourceWidth == width && sourceHeight == height)
        {
            pixels.CopyTo(target);
            return;
        }
        var columns = new ResampleAxis(sourceWidth, width, filter);
        var rows = new ResampleAxis(sourceHeight, height, filter);
        // The passes meet in 8 bits a sample, as in Pillow: first along the rows, then down the columns. A source row is added
        // to every target row that it counts for, and then forgotten.
        int stride = 3 * width;
        byte[] between = ArrayPool<byte>.Shared.Rent(stride);
        int[] sums = ArrayPool<int>.Shared.Rent(checked(stride * height));
        sums.AsSpan(0, stride * height).Fill(ResampleAxis.Half);
        int first = 0;
        for (int y = 0; y < sourceHeight; y++)
        {
            Span<byte> row = between.AsSpan(0, stride);
            AlongRow(pixels.Slice(3 * y * sourceWidth, 3 * sourceWidth), columns, row);
            while (first < height && rows.First(first) + rows.Weights(first).Length <= y)
                first++;
            for (int t = first; t < height && rows.First(t) <= y; t++)
                Add(row, rows.Weights(t)[y - rows.First(t)], sums.AsSpan(t * stride, stride));
        }
        for (int i = 0; i < stride * height; i++)
            target[i] = ToByte(sums[i]);
        ArrayPool<int>.Shared.Return(sums);
        ArrayPool<byte>.Shared.Return(between);
    }

    private static void AlongRow(ReadOnlySpan<byte> source, ResampleAxis axis, Span<byte> target)
    {
        for (int x = 0; x < target.Length / 3; x++)
        {
            ReadOnlySpan<int> weights = axis.Weights(x);
            ReadOnlySpan<byte> pixels = source.Slice(3 * axis.First(x), 3 * weights.Length);
            int red = ResampleAxis.Half, green = ResampleAxis.Half, blue = ResampleAxis.Half;
            for (int i = 0; i < weights.Length; i++)
            {
                red += weights[i] * pixels[3 * i];
                green += weights[i] * pixels[3 * i + 1];
                blue += weights[i] * pixels[3 * i + 2];
            }
            target[3 * x] = ToByte(red);
            target[3 * x + 1] = ToByte(green);
            target[3 * x + 2] = ToByte(blue);
        }
    }

    private static void Add(ReadOnlySpan<byte> row, int weight, Span<int> sums)
    {
        row = row[..sums.Length];
        for (int x = 0; x < sums.Length; x++)
            sums[x] += weight * row[x];
    }

    // Weights are never negative, so only the upper end can be passed, by rounding
    private static byte ToByte(int sum) => (byte)Math.Min(sum >> ResampleAxis.FractionBits, 255);
}
