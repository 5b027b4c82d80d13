using System.Runtime.CompilerServices;

namespace Thaw.Kernels;

/// <summary>Transposes matrices.</summary>
internal static unsafe class Transposition
{
    private const int Block = 16;

    /// <summary>Writes the transpose of a matrix, in blocks that suit the cache.</summary>
    /// <param name="source">[rows, columns].</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="target">[columns, rows]; overwritten; must not overlap the source.</param>
    public static void Transpose(ReadOnlySpan<float> source, int rows, int columns, Span<float> target)
    {
        fixed (float* from = source, to = target)
            Transpose(from, columns, rows, columns, to, rows);
    }

    /// <summary>Writes the transpose of a part of a matrix.</summary>
    /// <param name="source">The part's first element.</param>
    /// <param name="sourceRow">Floats from a row of the source to the next.</param>
    /// <param name="rows">Rows of the part.</param>
    /// <param name="columns">Columns of the part.</param>
    /// <param name="target">[columns, rows]; overwritten.</param>
    /// <param name="targetRow">Floats from a row of the target to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* source, nint sourceRow, int rows, int columns, float* target, nint targetRow)
    {
        for (int i0 = 0; i0 < rows; i0 += Block)
        {
            int i1 = Math.Min(rows, i0 + Block);
            for (int j0 = 0; j0 < columns; j0 += Block)
            {
                int j1 = Math.Min(columns, j0 + Block);
                for (int j = j0; j < j1; j++)
                {
                    float* from = source + j, to = target + j * targetRow;
                    for (int i = i0; i < i1; i++)
                        to[i] = from[i * sourceRow];
                }
            }
        }
    }
}
