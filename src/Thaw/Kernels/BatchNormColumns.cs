using System.Numerics;

namespace Thaw.Kernels;

/// <summary>
/// The sums of <see cref="BatchNorm"/> down a few columns of a block of rows. A sum is that of several running ones, which take the rows in
/// turns, so that additions need not wait for each other; what is added to what does not depend on the width of vectors.
/// </summary>
/// <typeparam name="T">How columns are read and written.</typeparam>
internal static unsafe class BatchNormColumns<T>
    where T : struct, IVectorAccess
{
    /// <summary>Writes each column's mean, rounded, the sum of the deviations from it, and the sum of their squares.</summary>
    /// <param name="x">The block's first row, at the first column.</param>
    /// <param name="rows">How many rows, at least 1.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="lanes">How many columns, where T does not know.</param>
    /// <param name="sums">[3, stride]; one vector of each is written.</param>
    public static void Moments(float* x, int rows, int stride, int lanes, float* sums)
    {
        Vector<float> a = Vector<float>.Zero, b = a, c = a, d = a;
        nint one = stride, two = 2 * one, three = 3 * one, four = 4 * one;
        int row = 0;
        float* p = x;
        for (; row + 4 <= rows; row += 4, p += four)
        {
            a += T.Load(p, lanes);
            b += T.Load(p + one, lanes);
            c += T.Load(p + two, lanes);
            d += T.Load(p + three, lanes);
        }
        for (; row < rows; row++, p += one)
            a += T.Load(p, lanes);
        Vector<float> mean = (a + b + (c + d)) * new Vector<float>(1f / rows);

        Vector<float> a2, b2, c2, d2;
        a = b = c = d = a2 = b2 = c2 = d2 = Vector<float>.Zero;
        for (row = 0, p = x; row + 4 <= rows; row += 4, p += four)
        {
            Add(T.Load(p, lanes) - mean, ref a, ref a2);
            Add(T.Load(p + one, lanes) - mean, ref b, ref b2);
            Add(T.Load(p + two, lanes) - mean, ref c, ref c2);
            Add(T.Load(p + three, lanes) - mean, ref d, ref d2);
        }
        for (; row < rows; row++, p += one)
            Add(T.Load(p, lanes) - mean, ref a, ref a2);
        T.Store(mean, sums, lanes);
        T.Store(a + b + (c + d), sums + one, lanes);
        T.Store(a2 + b2 + (c2 + d2), sums + two, lanes);
    }

    /// <summary>Writes each column's sums of dy, of dy (x - mean) and of x - mean.</summary>
    /// <param name="x">The block's first row, at the first column.</param>
    /// <param name="dy">The same of the gradient.</param>
    /// <param name="rows">How many rows, at least 1.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="lanes">How many columns, where T does not know.</param>
    /// <param name="means">The columns' means.</param>
    /// <param name="sums">[3, stride]; one vector of each is written.</param>
    public static void Gradients(float* x, float* dy, int rows, int stride, int lanes, float* means, float* sums)
    {
        Vector<float> mean = T.Load(means, lanes);
        Vector<float> dySum = Vector<float>.Zero, dySum2 = dySum, product = dySum, product2 = dySum, sum = dySum, sum2 = dySum;
        int row = 0;
        for (; row + 2 <= rows; row += 2, x += 2 * (nint)stride, dy += 2 * (nint)stride)
        {
            Add(T.Load(x, lanes) - mean, T.Load(dy, lanes), ref dySum, ref product, ref sum);
            Add(T.Load(x + stride, lanes) - mean, T.Load(dy + stride, lanes), ref dySum2, ref product2, ref sum2);
        }
        if (row < rows)
            Add(T.Load(x, lanes) - mean, T.Load(dy, lanes), ref dySum, ref product, ref sum);
        T.Store(dySum + dySum2, sums, lanes);
        T.Store(product + product2, sums + stride, lanes);
        T.Store(sum + sum2, sums + 2 * (nint)stride, lanes);
    }

    private static void Add(Vector<float> deviation, ref Vector<float> sum, ref Vector<float> squares)
    {
        sum += deviation;
        squares += deviation * deviation;
    }

    private static void Add(Vector<float> deviation, Vector<float> dy, ref Vector<float> dySum, ref Vector<float> product, ref Vector<float> sum)
    {
        dySum += dy;
        product += dy * deviation;
        sum += deviation;
    }
}
