using System.Numerics;

namespace Thaw.Images.Png;

/// <summary>Undoes the five row filters (W3C PNG, section 9.2). All sums are modulo 256.</summary>
internal static class RowFilter
{
    /// <summary>Turns a filtered row into its samples, in place.</summary>
    /// <param name="filter">The filter byte that came before the row.</param>
    /// <param name="row">The row; becomes the samples.</param>
    /// <param name="above">The samples of the row above, of the same length; zeros above the first row.</param>
    /// <param name="step">Bytes a pixel, at least 1: the distance to the corresponding byte of the pixel to the left.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (int i = step; i < row.Length; i++)
                    row[i] += row[i - step];
                break;
            case 2:
                UndoUp(row, above);
                break;
            case 3:
                UndoAverage(row, above, step);
                break;
            case 4:
                UndoPaeth(row, above, step);
                break;
            default:
                throw new ImageFormatException($"PNG: the file is corrupt: expected a row filter from 0 to 4, got {filter}.");
        }
    }

    private static void UndoUp(Span<byte> row, ReadOnlySpan<byte> above)
    {
        int i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++)
            row[i] += above[i];
    }

    private static void UndoAverage(Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        int i = 0;
        for (; i < step && i < row.Length; i++)
            row[i] += (byte)(above[i] >> 1);
        for (; i < row.Length; i++)
            row[i] += (byte)((row[i - step] + above[i]) >> 1);
    }

    /// <summary>Adds that neighbour (left, above, above left) which is nearest to left + above - above left; ties in this order.</summary>
    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        above = above[..row.Length];
        int i = 0;
        for (; i < step && i < row.Length; i++)
            row[i] += above[i];
        for (; i < row.Length; i++)
        {
            int left = row[i - step];
            int up = above[i];
            int corner = above[i - step];
            int toLeft = Math.Abs(up - corner);
            int toUp = Math.Abs(left - corner);
            int toCorner = Math.Abs(left + up - 2 * corner);
            int nearest = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
            row[i] += (byte)nearest;
        }
    }
}
