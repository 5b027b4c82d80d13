using Thaw.Kernels;
using Thaw.Tests.References;

namespace Thaw.Tests.Kernels;

public class CrossEntropyTests
{
    /// <summary>Computed in float64; only the gradient is rounded to float32.</summary>
    private const double Bound = 1e-7;

    [Fact]
    public void Sigmoid_agrees_with_PyTorch_also_at_extreme_logits()
    {
        GoldenFile golden = GoldenFile.Open("sigmoid_cross_entropy.safetensors");
        foreach (string test in golden.Cases)
        {
            float[] logits = golden.Floats(test + "/logits"), gradient = new float[logits.Length];
            double loss = CrossEntropy.Sigmoid(
                logits, golden.Integers(test + "/labels"), golden.Floats(test + "/class_weights"), gradient);
            Tolerance.Near(golden.Scalar(test + "/loss"), loss, Bound, test);
            Tolerance.Near(golden.Floats(test + "/logits_gradient"), gradient, Bound, test + " gradient");
        }
    }

    [Fact]
    public void Softmax_agrees_with_PyTorch_but_for_the_divisor()
    {
        GoldenFile golden = GoldenFile.Open("softmax_cross_entropy.safetensors");
        foreach (string test in golden.Cases)
        {
            float[] logits = golden.Floats(test + "/logits"), gradient = new float[logits.Length];
            float[] weights = golden.Floats(test + "/class_weights");
            int[] labels = golden.Integers(test + "/labels");
            double loss = CrossEntropy.Softmax(logits, labels, weights.Length, weights, gradient);
            // PyTorch divides by the weights of the labels, Thaw (as Keras) by the batch
            double factor = labels.Length / labels.Sum(label => (double)weights[label]);
            Tolerance.Near(golden.Scalar(test + "/loss"), loss * factor, Bound, test);
            Tolerance.Near(
                golden.Doubles(test + "/logits_gradient"), Array.ConvertAll(gradient, value => value * factor), Bound, test + " gradient");
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 30)]
    [InlineData(5, 4)]
    [InlineData(17, 200)]
    public void Agrees_with_the_oracle_without_weights(int classes, double scale)
    {
        int width = classes == 2 ? 1 : classes;
        float[] logits = Draw.NormalFloats(9 * width, 1, scale), gradient = new float[logits.Length];
        double[] wide = Array.ConvertAll(logits, value => (double)value);
        int[] labels = Draw.Labels(9, classes, 2);
        double loss = width == 1
            ? CrossEntropy.Sigmoid(logits, labels, default, gradient)
            : CrossEntropy.Softmax(logits, labels, classes, default, gradient);
        Tolerance.Near(
            width == 1 ? DirectSigmoidCrossEntropy.Loss(wide, labels) : DirectSoftmaxCrossEntropy.Loss(wide, labels, classes),
            loss, Bound, "loss");
        Tolerance.Near(
            width == 1
                ? DirectSigmoidCrossEntropy.LogitsGradient(wide, labels)
                : DirectSoftmaxCrossEntropy.LogitsGradient(wide, labels, classes),
            gradient, Bound, "gradient");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void Probabilities_add_up_to_one(int classes)
    {
        float[] logits = Draw.NormalFloats(8 * (classes == 2 ? 1 : classes), 3, 50), probabilities = new float[8 * classes];
        CrossEntropy.Probabilities(logits, classes, probabilities);
        for (int n = 0; n < 8; n++)
        {
            float[] row = probabilities[(n * classes)..((n + 1) * classes)];
            Assert.All(row, value => Assert.InRange(value, 0f, 1f));
            Assert.Equal(1, row.Sum(), 6);
            if (classes == 2)
                Assert.Equal(DirectSigmoidCrossEntropy.Sigmoid(logits[n]), row[1], 7);
            else
                Assert.Equal(Array.IndexOf(logits, logits[(n * classes)..((n + 1) * classes)].Max()) % classes, Array.IndexOf(row, row.Max()));
        }
    }
}
