using System.Buffers;

namespace Thaw.Images.Corruptions;

/// <summary>Reduces a picture, every pixel the mean of the area under it, and enlarges it again by repeating the nearest pixel.</summary>
internal sealed class Pixelation() : Corruption("pixelation", "sides reduced to 90, 80, 70, 60 or 50% and enlarged again without smoothing")
{
    private protected override void Change(
        ReadOnlySpan<byte> rgb, int width, int height, int level, (ulong Seed, ulong Picture) draw, Span<byte> target)
    {
        int across = Math.Max(1, width * (9 - level) / 10), down = Math.Max(1, height * (9 - level) / 10);
        byte[] small = ArrayPool<byte>.Shared.Rent(3 * across * down);
        Resizing.Into(rgb, width, height, across, down, ResizeFilter.Box, small.AsSpan(0, 3 * across * down));
        for (int y = 0; y < height; y++)
        {
            // The small pixel that holds the middle of the large one
            ReadOnlySpan<byte> row = small.AsSpan(3 * across * ((2 * y + 1) * down / (2 * height)), 3 * across);
            Span<byte> to = target.Slice(3 * width * y, 3 * width);
            for (int x = 0; x < width; x++)
                row.Slice(3 * ((2 * x + 1) * across / (2 * width)), 3).CopyTo(to[(3 * x)..]);
        }
        ArrayPool<byte>.Shared.Return(small);
    }
}
