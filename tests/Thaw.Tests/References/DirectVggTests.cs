namespace Thaw.Tests.References;

public class DirectVggTests
{
    [Theory]
    [InlineData("step.safetensors")]
    [InlineData("step_normalized.safetensors")]
    public void Two_training_steps_agree_with_PyTorch(string file)
    {
        GoldenFile golden = GoldenFile.Open(file);
        var network = new DirectVgg(
            [2, 2, 3, 3, 3], 4, 32, 32, golden.Under("initial/").ToDictionary(name => name, name => golden.Doubles("initial/" + name)));
        var velocities = new Dictionary<string, double[]>();
        int[] labels = golden.Integers("labels");
        for (int step = 1; step <= 2; step++)
        {
            double[] logits = network.Logits(golden.Doubles("input"));
            Tolerance.Near(golden.Scalar($"loss{step}"), DirectSigmoidCrossEntropy.Loss(logits, labels), 1e-6, $"loss {step}");
            network.Backward(DirectSigmoidCrossEntropy.LogitsGradient(logits, labels));
            if (step == 1)
            {
                Tolerance.Near(golden.Doubles("logits1"), logits, 1e-6, "logits");
                Assert.Equal(golden.Under("gradient1/"), network.Gradients.Keys.Order(StringComparer.Ordinal));
                foreach ((string name, double[] gradient) in network.Gradients)
                    Tolerance.Near(golden.Doubles("gradient1/" + name), gradient, 1e-6, "gradient of " + name);
            }
            network.Step(velocities, golden.Scalar("learning_rate"), golden.Scalar("momentum"), golden.Scalar("weight_decay"));
            foreach ((string name, double[] weights) in network.Weights)
                Tolerance.Near(golden.Doubles($"after{step}/{name}"), weights, 1e-6, $"{name} after step {step}");
        }
    }

    [Fact]
    public void Heads_agree_with_PyTorch()
    {
        GoldenFile golden = GoldenFile.Open("heads.safetensors");
        Assert.Equal(["sigmoid", "softmax"], golden.Cases);
        foreach (string test in golden.Cases)
        {
            string[] names = ["dense_1/kernel", "dense_1/bias", "dense_2/kernel", "dense_2/bias"];
            int[] labels = golden.Integers(test + "/labels"), shape = golden.Shape(test + "/input");
            double[] weights = golden.Doubles(test + "/class_weights");
            var network = new DirectVgg([], shape[0], shape[1], shape[2], names.ToDictionary(name => name, name => golden.Doubles($"{test}/{name}")));
            double[] logits = network.Logits(golden.Doubles(test + "/input"));
            Tolerance.Near(golden.Doubles(test + "/logits"), logits, 1e-6, test + " logits");
            bool two = test == "sigmoid";
            double loss = two
                ? DirectSigmoidCrossEntropy.Loss(logits, labels, weights)
                : DirectSoftmaxCrossEntropy.Loss(logits, labels, weights.Length, weights);
            Tolerance.Near(golden.Scalar(test + "/loss"), loss, 1e-6, test + " loss");
            double[] dx = network.Backward(two
                ? DirectSigmoidCrossEntropy.LogitsGradient(logits, labels, weights)
                : DirectSoftmaxCrossEntropy.LogitsGradient(logits, labels, weights.Length, weights));
            Tolerance.Near(golden.Doubles(test + "/input_gradient"), dx, 1e-6, test + " dx");
            foreach (string name in names)
                Tolerance.Near(golden.Doubles($"{test}/gradient/{name}"), network.Gradients[name], 1e-6, $"{test} {name}");
        }
    }
}
