namespace Thaw.Evaluation;

/// <summary>How alike two representations of the same pictures are.</summary>
public static class Similarity
{
    /// <summary>
    /// Linear centred kernel alignment (Kornblith et al. 2019, "Similarity of Neural Network Representations Revisited"):
    /// ||Yc' Xc||² / (||Xc' Xc|| ||Yc' Yc||) in Frobenius norms, with each column's mean taken away. Turning, mirroring and scaling all of a
    /// representation changes nothing.
    /// </summary>
    /// <param name="first">[pictures, firstWidth].</param>
    /// <param name="firstWidth">Features a picture, at least 1.</param>
    /// <param name="second">[pictures, secondWidth], the same pictures in the same order.</param>
    /// <param name="secondWidth">Features a picture, at least 1.</param>
    /// <returns>0 (nothing in common) to 1 (the same); NaN where a representation is constant over the pictures or not finite.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or there are fewer than 2 pictures.</exception>
    /// <remarks>Works on the pictures' Gram matrices, so that its cost is that of pictures² x width.</remarks>
    public static double LinearCka(ReadOnlySpan<float> first, int firstWidth, ReadOnlySpan<float> second, int secondWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(firstWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(secondWidth, 1);
        int pictures = first.Length / firstWidth;
        if (pictures < 2 || first.Length != pictures * firstWidth || second.Length != pictures * secondWidth)
            throw new ArgumentException($"Expected two or more rows of {firstWidth} and as many of {secondWidth} features, got {first.Length} and {second.Length} numbers.");
        double[] a = CentredGram(first, pictures, firstWidth), b = CentredGram(second, pictures, secondWidth);
        double cross = 0, ofFirst = 0, ofSecond = 0;
        for (int i = 0; i < a.Length; i++)
        {
            cross += a[i] * b[i];
            ofFirst += a[i] * a[i];
            ofSecond += b[i] * b[i];
        }
        return cross / Math.Sqrt(ofFirst * ofSecond);
    }

    // K = X X', centred in rows and columns, which is the same as centring the columns of X
    private static double[] CentredGram(ReadOnlySpan<float> rows, int count, int width)
    {
        double[] gram = new double[count * count], means = new double[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> x = rows.Slice(i * width, width);
            for (int j = 0; j <= i; j++)
                gram[i * count + j] = gram[j * count + i] = Dot(x, rows.Slice(j * width, width));
        }
        double all = 0;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                means[i] += gram[i * count + j] / count;
            all += means[i] / count;
        }
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                gram[i * count + j] += all - means[i] - means[j];
        }
        return gram;
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}
