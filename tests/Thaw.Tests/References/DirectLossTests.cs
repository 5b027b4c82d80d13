namespace Thaw.Tests.References;

public class DirectLossTests
{
    [Fact]
    public void Sigmoid_cross_entropy_agrees_with_PyTorch()
    {
        GoldenFile golden = GoldenFile.Open("sigmoid_cross_entropy.safetensors");
        Assert.Equal(4, golden.Cases.Count);
        foreach (string test in golden.Cases)
        {
            double[] logits = golden.Doubles(test + "/logits"), weights = golden.Doubles(test + "/class_weights");
            int[] labels = golden.Integers(test + "/labels");
            Tolerance.Near(golden.Scalar(test + "/loss"), DirectSigmoidCrossEntropy.Loss(logits, labels, weights), 1e-7, test);
            Tolerance.Near(
                golden.Doubles(test + "/logits_gradient"),
                DirectSigmoidCrossEntropy.LogitsGradient(logits, labels, weights), 1e-7, test + " gradient");
        }
    }

    [Fact]
    public void Softmax_cross_entropy_agrees_with_PyTorch()
    {
        GoldenFile golden = GoldenFile.Open("softmax_cross_entropy.safetensors");
        Assert.Equal(4, golden.Cases.Count);
        foreach (string test in golden.Cases)
        {
            double[] logits = golden.Doubles(test + "/logits"), weights = golden.Doubles(test + "/class_weights");
            int[] labels = golden.Integers(test + "/labels");
            int k = golden.Shape(test + "/logits")[1];
            Tolerance.Near(golden.Scalar(test + "/loss"), DirectSoftmaxCrossEntropy.Loss(logits, labels, k, weights), 1e-7, test);
            Tolerance.Near(
                golden.Doubles(test + "/logits_gradient"),
                DirectSoftmaxCrossEntropy.LogitsGradient(logits, labels, k, weights), 1e-7, test + " gradient");
        }
    }

    [Fact]
    public void Gradients_are_the_slopes_of_the_loss()
    {
        const int k = 4;
        double[] logits = Draw.Normal(5 * k, 1, scale: 3), weights = [0.5, 1, 2, 3];
        int[] classes = Draw.Labels(5, k, 2), sides = Draw.Labels(5 * k, 2, 3);
        Tolerance.Near(
            FiniteDifference.Gradient(p => DirectSoftmaxCrossEntropy.Loss(p, classes, k, weights), logits),
            DirectSoftmaxCrossEntropy.LogitsGradient(logits, classes, k, weights), 1e-8, "softmax");
        Tolerance.Near(
            FiniteDifference.Gradient(p => DirectSigmoidCrossEntropy.Loss(p, sides, [0.5, 2]), logits),
            DirectSigmoidCrossEntropy.LogitsGradient(logits, sides, [0.5, 2]), 1e-8, "sigmoid");
    }

    [Fact]
    public void Two_class_softmax_is_the_sigmoid_of_the_difference()
    {
        double[] logits = Draw.Normal(12, 1);
        int[] labels = Draw.Labels(6, 2, 2);
        double[] differences = [.. Enumerable.Range(0, 6).Select(n => logits[2 * n + 1] - logits[2 * n])];
        Tolerance.Near(
            DirectSigmoidCrossEntropy.Loss(differences, labels), DirectSoftmaxCrossEntropy.Loss(logits, labels, 2), 1e-14, "loss");
    }
}
