namespace Thaw.Kernels;

/// <summary>Transposes matrices.</summary>
internal static class Transposition
{
    private const int Block = 16;

    /// <summary>Writes the transpose of a matrix, in blocks that suit the cache.</summary>
    /// <param name="source">[rows, columns].</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="target">[columns, rows]; overwritten; must not overlap the source.</param>
    public static void Transpose(ReadOnlySpan<float> source, int rows, int columns, Span<float> target)
    {
        for (int i0 = 0; i0 < rows; i0 += Block)
        {
            int i1 = Math.Min(rows, i0 + Block);
            for (int j0 = 0; j0 < columns; j0 += Block)
            {
                int j1 = Math.Min(columns, j0 + Block);
                for (int i = i0; i < i1; i++)
                {
                    for (int j = j0; j < j1; j++)
                        target[j * rows + i] = source[i * columns + j];
                }
            }
        }
    }
}
