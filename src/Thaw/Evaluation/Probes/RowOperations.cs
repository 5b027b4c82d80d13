using System.Numerics;
using System.Runtime.InteropServices;

namespace Thaw.Evaluation.Probes;

/// <summary>
/// Steps of dense algebra on rows of doubles. Lanes never meet: each number of a result is a sum in one fixed order, so that results are the same on
/// processors of any vector width.
/// </summary>
internal static class RowOperations
{
    /// <summary>y += a x.</summary>
    public static void Add(double a, ReadOnlySpan<double> x, Span<double> y)
    {
        var wide = MemoryMarshal.Cast<double, Vector<double>>(y);
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        var factor = new Vector<double>(a);
        for (int i = 0; i < wide.Length; i++)
            wide[i] += factor * xs[i];
        for (int i = wide.Length * Vector<double>.Count; i < y.Length; i++)
            y[i] += a * x[i];
    }

    /// <summary>y += a x + b z.</summary>
    public static void Add(double a, ReadOnlySpan<double> x, double b, ReadOnlySpan<double> z, Span<double> y)
    {
        var wide = MemoryMarshal.Cast<double, Vector<double>>(y);
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x), zs = MemoryMarshal.Cast<double, Vector<double>>(z);
        Vector<double> first = new(a), second = new(b);
        for (int i = 0; i < wide.Length; i++)
            wide[i] += first * xs[i] + second * zs[i];
        for (int i = wide.Length * Vector<double>.Count; i < y.Length; i++)
            y[i] += a * x[i] + b * z[i];
    }

    /// <summary>(x, y) = (c x + s y, c y - s x).</summary>
    public static void Rotate(double c, double s, Span<double> x, Span<double> y)
    {
        Span<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x), ys = MemoryMarshal.Cast<double, Vector<double>>(y);
        Vector<double> cosine = new(c), sine = new(s);
        for (int i = 0; i < xs.Length; i++)
        {
            Vector<double> a = xs[i], b = ys[i];
            xs[i] = cosine * a + sine * b;
            ys[i] = cosine * b - sine * a;
        }
        for (int i = xs.Length * Vector<double>.Count; i < x.Length; i++)
            (x[i], y[i]) = (c * x[i] + s * y[i], c * y[i] - s * x[i]);
    }

    /// <summary>The sum of products, in the order of the numbers.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    /// <summary>X'X of X [rows, width], [width, width].</summary>
    public static double[] Gram(ReadOnlySpan<double> x, int rows, int width)
    {
        double[] gram = new double[width * width];
        int r = 0;
        for (; r + 1 < rows; r += 2)
        {
            ReadOnlySpan<double> a = x.Slice(r * width, width), b = x.Slice((r + 1) * width, width);
            for (int i = 0; i < width; i++)
                Add(a[i], a[i..], b[i], b[i..], gram.AsSpan(i * width + i, width - i));
        }
        for (; r < rows; r++)
        {
            ReadOnlySpan<double> a = x.Slice(r * width, width);
            for (int i = 0; i < width; i++)
                Add(a[i], a[i..], gram.AsSpan(i * width + i, width - i));
        }
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < i; j++)
                gram[i * width + j] = gram[j * width + i];
        }
        return gram;
    }

    /// <summary>A B of A [rows, inner] and B [inner, columns].</summary>
    public static double[] Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int rows, int inner, int columns)
    {
        double[] product = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = product.AsSpan(i * columns, columns);
            int k = 0;
            for (; k + 1 < inner; k += 2)
                Add(a[i * inner + k], b.Slice(k * columns, columns), a[i * inner + k + 1], b.Slice((k + 1) * columns, columns), row);
            for (; k < inner; k++)
                Add(a[i * inner + k], b.Slice(k * columns, columns), row);
        }
        return product;
    }

    /// <summary>X' of X [rows, columns].</summary>
    public static double[] Transposed(ReadOnlySpan<double> x, int rows, int columns)
    {
        double[] transposed = new double[x.Length];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
                transposed[c * rows + r] = x[r * columns + c];
        }
        return transposed;
    }
}
