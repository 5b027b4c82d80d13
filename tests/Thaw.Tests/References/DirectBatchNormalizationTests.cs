using static Thaw.Tests.References.DirectBatchNormalization;

namespace Thaw.Tests.References;

public class DirectBatchNormalizationTests
{
    [Fact]
    public void Agrees_with_PyTorch_in_training()
    {
        GoldenFile golden = GoldenFile.Open("batch_normalization.safetensors");
        Assert.Equal(4, golden.Cases.Count);
        foreach (string test in golden.Cases)
        {
            double[] x = golden.Doubles(test + "/input"), gamma = golden.Doubles(test + "/gamma"), beta = golden.Doubles(test + "/beta");
            double[] dy = golden.Doubles(test + "/output_gradient");
            double epsilon = golden.Scalar(test + "/epsilon"), share = golden.Scalar(test + "/share");
            (double[] mean, double[] variance) = Statistics(x, gamma.Length);
            (double[] dgamma, double[] dbeta) = ParameterGradients(x, dy, mean, variance, epsilon);
            (double[] movingMean, double[] movingVariance) = MovingStatistics(
                x, golden.Doubles(test + "/moving_mean"), golden.Doubles(test + "/moving_variance"), share, gamma.Length);
            Tolerance.Near(golden.Doubles(test + "/output"), ForwardTraining(x, gamma, beta, epsilon), 1e-7, test + " output");
            Tolerance.Near(golden.Doubles(test + "/input_gradient"), InputGradientTraining(x, dy, gamma, epsilon), 1e-7, test + " dx");
            Tolerance.Near(golden.Doubles(test + "/gamma_gradient"), dgamma, 1e-7, test + " dgamma");
            Tolerance.Near(golden.Doubles(test + "/beta_gradient"), dbeta, 1e-7, test + " dbeta");
            Tolerance.Near(golden.Doubles(test + "/moving_mean_after"), movingMean, 1e-7, test + " moving mean");
            Tolerance.Near(golden.Doubles(test + "/moving_variance_after"), movingVariance, 1e-7, test + " moving variance");
        }
    }

    [Fact]
    public void Agrees_with_PyTorch_in_inference()
    {
        GoldenFile golden = GoldenFile.Open("batch_normalization.safetensors");
        foreach (string test in golden.Cases)
        {
            double[] x = golden.Doubles(test + "/input"), gamma = golden.Doubles(test + "/gamma"), beta = golden.Doubles(test + "/beta");
            double[] mean = golden.Doubles(test + "/moving_mean"), variance = golden.Doubles(test + "/moving_variance");
            double[] dy = golden.Doubles(test + "/output_gradient");
            double epsilon = golden.Scalar(test + "/epsilon");
            (double[] dgamma, double[] dbeta) = ParameterGradients(x, dy, mean, variance, epsilon);
            Tolerance.Near(
                golden.Doubles(test + "/inference_output"), Forward(x, gamma, beta, mean, variance, epsilon), 1e-7, test + " output");
            Tolerance.Near(
                golden.Doubles(test + "/inference_input_gradient"),
                InputGradientInference(dy, gamma, variance, epsilon), 1e-7, test + " dx");
            Tolerance.Near(golden.Doubles(test + "/inference_gamma_gradient"), dgamma, 1e-7, test + " dgamma");
            Tolerance.Near(golden.Doubles(test + "/inference_beta_gradient"), dbeta, 1e-7, test + " dbeta");
        }
    }

    [Fact]
    public void Gradients_are_the_slopes_of_the_output()
    {
        const int c = 3;
        const double epsilon = 1e-3;
        double[] x = Draw.Normal(20 * c, 1), gamma = Draw.Normal(c, 2), beta = Draw.Normal(c, 3), dy = Draw.Normal(20 * c, 4);
        double[] moving = Draw.Normal(c, 5), spread = [0.5, 1, 2];
        (double[] mean, double[] variance) = Statistics(x, c);
        (double[] dgamma, double[] dbeta) = ParameterGradients(x, dy, mean, variance, epsilon);
        double Training(double[] x, double[] gamma, double[] beta) =>
            FiniteDifference.Dot(ForwardTraining(x, gamma, beta, epsilon), dy);

        Tolerance.Near(
            FiniteDifference.Gradient(p => Training(p, gamma, beta), x), InputGradientTraining(x, dy, gamma, epsilon), 1e-8, "dx");
        Tolerance.Near(FiniteDifference.Gradient(p => Training(x, p, beta), gamma), dgamma, 1e-8, "dgamma");
        Tolerance.Near(FiniteDifference.Gradient(p => Training(x, gamma, p), beta), dbeta, 1e-8, "dbeta");
        Tolerance.Near(
            FiniteDifference.Gradient(
                p => FiniteDifference.Dot(Forward(p, gamma, beta, moving, spread, epsilon), dy), x),
            InputGradientInference(dy, gamma, spread, epsilon), 1e-8, "dx in inference");
    }
}
