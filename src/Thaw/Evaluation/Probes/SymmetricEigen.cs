namespace Thaw.Evaluation.Probes;

/// <summary>
/// All eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to three diagonals, then QR steps with Wilkinson's shift (Golub and
/// Van Loan, "Matrix Computations", 8.3). It takes about 8 n³ operations.
/// </summary>
internal sealed class SymmetricEigen
{
    private const int MostSteps = 60;
    private readonly int _n;
    private readonly double[] _diagonal, _beside;
    private double[] _rows;

    private SymmetricEigen(double[] matrix, int n)
    {
        (_n, _rows, _diagonal, _beside) = (n, matrix, new double[n], new double[n]);
        Reduce();
        Diagonalise();
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => _diagonal[i])];
        Values = [.. order.Select(i => _diagonal[i])];
        Vectors = new double[n * n];
        for (int i = 0; i < n; i++)
            _rows.AsSpan(order[i] * n, n).CopyTo(Vectors.AsSpan(i * n));
    }

    /// <summary>The eigenvalues, the largest first.</summary>
    public double[] Values { get; }

    /// <summary>The eigenvectors in the same order, each a row of [n, n], of length 1.</summary>
    public double[] Vectors { get; }

    /// <summary>Decomposes.</summary>
    /// <param name="matrix">[n, n], symmetric and finite; overwritten.</param>
    /// <param name="n">Its side.</param>
    /// <exception cref="ArithmeticException">It does not converge, as with numbers that are not finite.</exception>
    public static SymmetricEigen Of(double[] matrix, int n) => new(matrix, n);

    // A = Q T Q': row k of A gives way to the vector v of the reflection 1 - scale v v' that clears it
    private void Reduce()
    {
        double[] scales = new double[_n], p = new double[_n];
        for (int k = 0; k + 2 < _n; k++)
        {
            int left = _n - k - 1;
            Span<double> v = Row(k, k + 1), w = p.AsSpan(0, left);
            double tail = RowOperations.Dot(v[1..], v[1..]);
            _diagonal[k] = _rows[k * _n + k];
            if (tail == 0)
            {
                _beside[k] = v[0];
                continue;
            }
            double alpha = -Math.CopySign(Math.Sqrt(v[0] * v[0] + tail), v[0]);
            _beside[k] = alpha;
            v[0] -= alpha;
            double scale = scales[k] = 2 / (v[0] * v[0] + tail);
            w.Clear();
            for (int j = 0; j < left; j++)
                RowOperations.Add(scale * v[j], Row(k + 1 + j, k + 1), w);
            RowOperations.Add(-scale / 2 * RowOperations.Dot(w, v), v, w);
            for (int j = 0; j < left; j++)
                RowOperations.Add(-v[j], w, -w[j], v, Row(k + 1 + j, k + 1));
        }
        for (int k = Math.Max(0, _n - 2); k < _n; k++)
        {
            _diagonal[k] = _rows[k * _n + k];
            _beside[k] = k + 1 < _n ? _rows[k * _n + k + 1] : 0;
        }
        double[] q = new double[_n * _n];
        for (int i = 0; i < _n; i++)
            q[i * _n + i] = 1;
        for (int k = _n - 3; k >= 0; k--)
        {
            if (scales[k] == 0)
                continue;
            int left = _n - k - 1;
            Span<double> v = Row(k, k + 1), sums = p.AsSpan(0, left);
            sums.Clear();
            for (int j = 0; j < left; j++)
                RowOperations.Add(v[j], q.AsSpan((k + 1 + j) * _n + k + 1, left), sums);
            for (int j = 0; j < left; j++)
                RowOperations.Add(-scales[k] * v[j], sums, q.AsSpan((k + 1 + j) * _n + k + 1, left));
        }
        _rows = RowOperations.Transposed(q, _n, _n);
    }

    // Rotations that chase the number beside the three diagonals down; the same rotations turn the rows of Q' into eigenvectors
    private void Diagonalise()
    {
        double[] d = _diagonal, e = _beside;
        int steps = 0;
        for (int high = _n - 1; high > 0;)
        {
            if (IsSmall(high - 1))
            {
                e[--high] = 0;
                steps = 0;
                continue;
            }
            if (++steps > MostSteps)
                throw new ArithmeticException("The eigenvalues do not converge; expected a symmetric matrix of finite numbers.");
            int low = high - 1;
            while (low > 0 && !IsSmall(low - 1))
                low--;
            double half = (d[high - 1] - d[high]) / 2, b = e[high - 1];
            double shift = d[high] - b * b / (half + Math.CopySign(Math.Sqrt(half * half + b * b), half));
            double x = d[low] - shift, z = e[low];
            for (int k = low; k < high; k++)
            {
                double length = Math.Sqrt(x * x + z * z);
                (double c, double s) = length == 0 ? (1, 0) : (x / length, z / length);
                if (k > low)
                    e[k - 1] = length;
                double first = d[k], second = d[k + 1], between = e[k];
                d[k] = c * c * first + 2 * c * s * between + s * s * second;
                d[k + 1] = s * s * first - 2 * c * s * between + c * c * second;
                e[k] = c * s * (second - first) + (c * c - s * s) * between;
                x = e[k];
                if (k + 1 < high)
                {
                    z = s * e[k + 1];
                    e[k + 1] *= c;
                }
                RowOperations.Rotate(c, s, Row(k, 0), Row(k + 1, 0));
            }
        }
    }

    private bool IsSmall(int i) => Math.Abs(_beside[i]) <= double.Epsilon + 1.2e-16 * (Math.Abs(_diagonal[i]) + Math.Abs(_diagonal[i + 1]));

    private Span<double> Row(int row, int from) => _rows.AsSpan(row * _n + from, _n - from);
}
