namespace Thaw.Tests.References;

/// <summary>
/// Batch normalization in float64 (Ioffe and Szegedy 2015): per channel c over the M = N*H*W pixels of a batch,
/// <c>y = gamma * (x - mean) / sqrt(variance + epsilon) + beta</c>. Training takes mean and biased variance (divisor M) of
/// the batch; inference takes the moving statistics. Maps are [M, C], which NHWC is.
/// </summary>
internal static class DirectBatchNormalization
{
    /// <summary>Mean and biased variance of each channel.</summary>
    public static (double[] Mean, double[] Variance) Statistics(double[] x, int c)
    {
        double m = x.Length / c;
        double[] mean = new double[c], variance = new double[c];
        for (int i = 0; i < x.Length; i++)
            mean[i % c] += x[i] / m;
        for (int i = 0; i < x.Length; i++)
            variance[i % c] += Math.Pow(x[i] - mean[i % c], 2) / m;
        return (mean, variance);
    }

    /// <summary>
    /// The moving statistics after a batch: <c>(1 - share) * old + share * new</c>, where the new variance has Bessel's divisor
    /// M - 1, as in PyTorch (whose "momentum" is this share; Keras's is 1 - share).
    /// </summary>
    public static (double[] Mean, double[] Variance) MovingStatistics(
        double[] x, double[] movingMean, double[] movingVariance, double share, int c)
    {
        double m = x.Length / c;
        (double[] mean, double[] variance) = Statistics(x, c);
        return ([.. movingMean.Zip(mean, (old, now) => (1 - share) * old + share * now)],
                [.. movingVariance.Zip(variance, (old, now) => (1 - share) * old + share * now * m / (m - 1))]);
    }

    /// <summary>y from given statistics: the batch's in training, the moving ones in inference.</summary>
    public static double[] Forward(
        double[] x, double[] gamma, double[] beta, double[] mean, double[] variance, double epsilon)
    {
        int c = gamma.Length;
        return [.. Normalized(x, mean, variance, epsilon).Select((value, i) => gamma[i % c] * value + beta[i % c])];
    }

    /// <summary>y in training.</summary>
    public static double[] ForwardTraining(double[] x, double[] gamma, double[] beta, double epsilon)
    {
        (double[] mean, double[] variance) = Statistics(x, gamma.Length);
        return Forward(x, gamma, beta, mean, variance, epsilon);
    }

    /// <summary>dx in training, where mean and variance depend on x too.</summary>
    public static double[] InputGradientTraining(double[] x, double[] dy, double[] gamma, double epsilon)
    {
        int c = gamma.Length;
        double m = x.Length / c;
        (double[] mean, double[] variance) = Statistics(x, c);
        double[] normalized = Normalized(x, mean, variance, epsilon);
        (double[] dgamma, double[] dbeta) = ParameterGradients(x, dy, mean, variance, epsilon);
        return [.. dy.Select((gradient, i) => gamma[i % c] / Math.Sqrt(variance[i % c] + epsilon)
            * (gradient - dbeta[i % c] / m - normalized[i] * dgamma[i % c] / m))];
    }

    /// <summary>dx in inference, where mean and variance are constants.</summary>
    public static double[] InputGradientInference(double[] dy, double[] gamma, double[] variance, double epsilon)
    {
        int c = gamma.Length;
        return [.. dy.Select((gradient, i) => gradient * gamma[i % c] / Math.Sqrt(variance[i % c] + epsilon))];
    }

    /// <summary>The gradients of gamma and beta, with the statistics that the forward pass used.</summary>
    public static (double[] Gamma, double[] Beta) ParameterGradients(
        double[] x, double[] dy, double[] mean, double[] variance, double epsilon)
    {
        int c = mean.Length;
        double[] dgamma = new double[c], dbeta = new double[c], normalized = Normalized(x, mean, variance, epsilon);
        for (int i = 0; i < x.Length; i++)
        {
            dgamma[i % c] += dy[i] * normalized[i];
            dbeta[i % c] += dy[i];
        }
        return (dgamma, dbeta);
    }

    private static double[] Normalized(double[] x, double[] mean, double[] variance, double epsilon)
    {
        int c = mean.Length;
        return [.. x.Select((value, i) => (value - mean[i % c]) / Math.Sqrt(variance[i % c] + epsilon))];
    }
}
