namespace Thaw.Evaluation.Probes;

/// <summary>
/// Least squares on one number a class (1 for a picture's class, 0 for the others) with an L2 penalty, for all penalties from one decomposition. What each picture
/// would have got from the others alone follows without another fit: with H the matrix that turns targets into fitted values, the residual of a left-out
/// group g is (1 - H_gg)^-1 of its residual when it is there.
/// </summary>
internal sealed class RidgePath
{
    // Directions of less than this share of the largest variance are rounding
    private const double Smallest = 1e-10;
    private readonly int _count, _width, _classes;
    private readonly double[] _means, _factors, _rows, _values, _left, _sides, _shares;
    private readonly double[]? _right;
    private readonly int[] _labels;

    /// <summary>Decomposes.</summary>
    /// <param name="features">[pictures, width], finite.</param>
    /// <param name="width">Features a picture.</param>
    /// <param name="labels">The pictures' classes.</param>
    /// <param name="classes">How many classes there are.</param>
    public RidgePath(ReadOnlySpan<float> features, int width, int[] labels, int classes)
    {
        (_count, _width, _classes, _labels) = (labels.Length, width, classes, labels);
        (_means, _factors) = Scaling(features, _count, width);
        _rows = Standardised(features);
        _shares = new double[classes];
        foreach (int label in labels)
            _shares[label] += 1.0 / _count;
        bool dual = _count <= width;
        double[] columns = RowOperations.Transposed(_rows, _count, width);
        SymmetricEigen eigen = dual
            ? SymmetricEigen.Of(RowOperations.Gram(columns, width, _count), _count)
            : SymmetricEigen.Of(RowOperations.Gram(_rows, _count, width), width);
        int rank = eigen.Values.Count(value => value > Smallest * Math.Max(eigen.Values[0], double.Epsilon));
        _values = eigen.Values[..rank];
        if (dual)
        {
            _left = eigen.Vectors[..(rank * _count)];
        }
        else
        {
            _right = eigen.Vectors[..(rank * width)];
            _left = RowOperations.Product(_right, columns, rank, width, _count);
            for (int j = 0; j < rank; j++)
            {
                foreach (ref double x in _left.AsSpan(j * _count, _count))
                    x /= Math.Sqrt(_values[j]);
            }
        }
        // The left vectors are centred, so that the classes' shares need not be taken away
        _sides = new double[rank * classes];
        for (int j = 0; j < rank; j++)
        {
            for (int i = 0; i < _count; i++)
                _sides[j * classes + labels[i]] += _left[j * _count + i];
        }
    }

    /// <summary>What each picture gets, for each class, from a fit without its group.</summary>
    /// <param name="penalty">Above 0; on the squared weights of standardised features.</param>
    /// <param name="groups">The pictures of each group; null where each is one of its own.</param>
    /// <returns>[classes, pictures].</returns>
    public double[] HeldOut(double penalty, IReadOnlyList<int[]>? groups)
    {
        double[] fitted = new double[_classes * _count], own = new double[_count], squares = new double[_count];
        Array.Fill(own, 1.0 / _count);
        for (int c = 0; c < _classes; c++)
            Array.Fill(fitted, _shares[c], c * _count, _count);
        for (int j = 0; j < _values.Length; j++)
        {
            double shrink = Shrink(j, penalty);
            ReadOnlySpan<double> u = Left(j);
            for (int i = 0; i < u.Length; i++)
                squares[i] = u[i] * u[i];
            RowOperations.Add(shrink, squares, own);
            for (int c = 0; c < _classes; c++)
                RowOperations.Add(shrink * _sides[j * _classes + c], u, fitted.AsSpan(c * _count, _count));
        }
        if (groups is null)
        {
            for (int c = 0; c < _classes; c++)
            {
                for (int i = 0; i < _count; i++)
                    fitted[c * _count + i] = Target(i, c) - (Target(i, c) - fitted[c * _count + i]) / Math.Max(1 - own[i], 1e-9);
            }
            return fitted;
        }
        foreach (int[] group in groups)
            LeaveOut(group, penalty, fitted);
        return fitted;
    }

    /// <summary>Weights [classes, width] and biases for features as they are, not standardised.</summary>
    public (double[] Weights, double[] Biases) Coefficients(double penalty)
    {
        double[] weights = new double[_classes * _width], inner = new double[_count], biases = new double[_classes];
        for (int c = 0; c < _classes; c++)
        {
            Span<double> row = weights.AsSpan(c * _width, _width);
            Array.Clear(inner);
            for (int j = 0; j < _values.Length; j++)
            {
                double side = _sides[j * _classes + c] / (_values[j] + penalty);
                if (_right is null)
                    RowOperations.Add(side, Left(j), inner);
                else
                    RowOperations.Add(side * Math.Sqrt(_values[j]), _right.AsSpan(j * _width, _width), row);
            }
            if (_right is null)
            {
                for (int i = 0; i < _count; i++)
                    RowOperations.Add(inner[i], _rows.AsSpan(i * _width, _width), row);
            }
            biases[c] = _shares[c];
            for (int k = 0; k < _width; k++)
            {
                row[k] *= _factors[k];
                biases[c] -= row[k] * _means[k];
            }
        }
        return (weights, biases);
    }

    /// <summary>1 for a picture's class, 0 for another.</summary>
    public double Target(int picture, int label) => _labels[picture] == label ? 1 : 0;

    /// <summary>Each feature's mean, and what it is multiplied with to have a standard deviation of 1; 0 where it is constant.</summary>
    public static (double[] Means, double[] Factors) Scaling(ReadOnlySpan<float> features, int count, int width)
    {
        double[] means = new double[width], factors = new double[width];
        for (int i = 0; i < features.Length; i++)
            means[i % width] += features[i];
        for (int k = 0; k < width; k++)
            means[k] /= count;
        for (int i = 0; i < features.Length; i++)
        {
            double x = features[i] - means[i % width];
            factors[i % width] += x * x;
        }
        for (int k = 0; k < width; k++)
        {
            double deviation = Math.Sqrt(factors[k] / count);
            factors[k] = deviation > 1e-7 * (Math.Abs(means[k]) + double.MinValue) && deviation > 0 ? 1 / deviation : 0;
        }
        return (means, factors);
    }

    private double[] Standardised(ReadOnlySpan<float> features)
    {
        double[] rows = new double[features.Length];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = (features[i] - _means[i % _width]) * _factors[i % _width];
        return rows;
    }

    // Replaces the fitted values of a group by those of a fit without it, by Cholesky's factor of 1 - H_gg
    private void LeaveOut(int[] group, double penalty, double[] fitted)
    {
        int m = group.Length;
        double[] a = new double[m * m], solved = new double[m];
        for (int j = 0; j < _values.Length; j++)
        {
            double shrink = Shrink(j, penalty);
            ReadOnlySpan<double> u = Left(j);
            for (int r = 0; r < m; r++)
            {
                double first = shrink * u[group[r]];
                for (int s = 0; s <= r; s++)
                    a[r * m + s] -= first * u[group[s]];
            }
        }
        for (int r = 0; r < m; r++)
        {
            for (int s = 0; s <= r; s++)
            {
                double sum = a[r * m + s] - 1.0 / _count + (r == s ? 1 : 0) - RowOperations.Dot(a.AsSpan(r * m, s), a.AsSpan(s * m, s));
                a[r * m + s] = r == s ? Math.Sqrt(Math.Max(sum, 1e-9)) : sum / a[s * m + s];
            }
        }
        for (int c = 0; c < _classes; c++)
        {
            for (int r = 0; r < m; r++)
                solved[r] = (Target(group[r], c) - fitted[c * _count + group[r]] - RowOperations.Dot(a.AsSpan(r * m, r), solved.AsSpan(0, r))) / a[r * m + r];
            for (int r = m - 1; r >= 0; r--)
            {
                double sum = solved[r];
                for (int s = r + 1; s < m; s++)
                    sum -= a[s * m + r] * solved[s];
                solved[r] = sum / a[r * m + r];
            }
            for (int r = 0; r < m; r++)
                fitted[c * _count + group[r]] = Target(group[r], c) - solved[r];
        }
    }

    private double Shrink(int j, double penalty) => _values[j] / (_values[j] + penalty);

    private ReadOnlySpan<double> Left(int j) => _left.AsSpan(j * _count, _count);
}
