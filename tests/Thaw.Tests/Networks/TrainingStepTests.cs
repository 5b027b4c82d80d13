using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Tests.References;

namespace Thaw.Tests.Networks;

public class TrainingStepTests
{
    /// <summary>Of the largest value of a tensor: float32 through thirteen convolutions and back.</summary>
    private const double Bound = 1e-5;

    [Theory]
    [InlineData("step.safetensors", false)]
    [InlineData("step_normalized.safetensors", true)]
    public void Two_steps_agree_with_PyTorch(string file, bool normalized)
    {
        GoldenFile golden = GoldenFile.Open(file);
        using EngineStep engine = EngineStep.Vgg("vgg16", 32, 2, normalized, threads: 2);
        engine.Load(golden, "initial/");
        Assert.Equal(golden.Under("initial/"), engine.Network.Weights.Select(weight => weight.Name).Order(StringComparer.Ordinal));
        engine.Network.Plan(4, trainFrom: 0);
        double rate = golden.Scalar("learning_rate"), momentum = golden.Scalar("momentum"), decay = golden.Scalar("weight_decay");
        int[] labels = golden.Integers("labels");
        for (int step = 1; step <= 2; step++)
        {
            // Normalisation takes away the means, and with them most of the numbers' size, but none of their rounding.
            // The second step starts from what the first one rounded.
            double bound = normalized ? 5 * Bound : step == 1 ? Bound : 3 * Bound;
            (float[] logits, double loss) = engine.Pass(golden.Floats("input"), labels);
            Tolerance.Near(golden.Scalar($"loss{step}"), loss, bound, $"loss {step}");
            if (step == 1)
            {
                Tolerance.Near(golden.Floats("logits1"), logits, bound, "logits");
                Dictionary<string, float[]> gradients = engine.Gradients();
                Assert.Equal(golden.Under("gradient1/"), gradients.Keys.Order(StringComparer.Ordinal));
                foreach ((string name, float[] gradient) in gradients)
                    Tolerance.Near(golden.Floats("gradient1/" + name), gradient, bound, "gradient of " + name);
            }
            engine.Step(rate, momentum, decay);
            foreach (Parameter parameter in engine.Network.Weights)
                Tolerance.Near(golden.Floats($"after{step}/{parameter.Name}"), parameter.ToArray(), bound, $"{parameter.Name} after {step}");
        }
    }

    [Theory]
    [InlineData("sigmoid", 16, 2)]
    [InlineData("softmax", 17, 3)]
    public void Heads_agree_with_PyTorch(string test, int units, int classes)
    {
        GoldenFile golden = GoldenFile.Open("heads.safetensors");
        int[] shape = golden.Shape(test + "/input");
        using EngineStep engine = EngineStep.Head(new Shape(shape[1], shape[2], shape[3]), units, classes);
        engine.Load(golden, test + "/");
        engine.Network.Plan(shape[0], trainFrom: 0);
        float[] weights = golden.Floats(test + "/class_weights");
        int[] labels = golden.Integers(test + "/labels");
        (float[] logits, double loss) = engine.Pass(golden.Floats(test + "/input"), labels, weights);
        // With more than two classes PyTorch divides by the weights of the labels, Thaw (as Keras) always by the batch
        double factor = classes == 2 ? 1 : labels.Length / labels.Sum(label => (double)weights[label]);
        Tolerance.Near(golden.Floats(test + "/logits"), logits, Bound, "logits");
        Tolerance.Near(golden.Scalar(test + "/loss"), loss * factor, Bound, "loss");
        foreach ((string name, float[] gradient) in engine.Gradients())
            Tolerance.Near(
                golden.Doubles($"{test}/gradient/{name}"), Array.ConvertAll(gradient, value => value * factor), Bound, name);
    }

    [Theory]
    [InlineData("vgg11", 32, 3, false, 2)]
    [InlineData("vgg13", 40, 2, true, 3)]
    [InlineData("vgg16", 64, 2, false, 3)]
    [InlineData("vgg19", 33, 2, false, 1)]
    public void Other_networks_agree_with_the_oracle(string name, int side, int batch, bool normalized, int classes)
    {
        using EngineStep engine = EngineStep.Vgg(name, side, Math.Max(2, classes), normalized, threads: 2, seed: 5);
        engine.Network.Plan(batch, trainFrom: 0);
        float[] pictures = Draw.NormalFloats(batch * side * side * 3, 6);
        int[] labels = Draw.Labels(batch, Math.Max(2, classes), 7);
        var oracle = new DirectVgg([.. Vgg.Named(name).Blocks], batch, side, side, engine.Weights());
        double[] expected = oracle.Logits(Array.ConvertAll(pictures, value => (double)value));
        oracle.Backward(engine.Network.Logits == 1
            ? DirectSigmoidCrossEntropy.LogitsGradient(expected, labels)
            : DirectSoftmaxCrossEntropy.LogitsGradient(expected, labels, engine.Network.Logits));
        Tolerance.Near(expected, engine.Pass(pictures, labels).Logits, 2 * Bound, "logits");
        foreach ((string parameter, float[] gradient) in engine.Gradients())
            Tolerance.Near(oracle.Gradients[parameter], gradient, 2 * Bound, parameter); // with these seeds no ReLU flips
        foreach (Parameter statistic in engine.Network.Layers.SelectMany(layer => layer.Statistics))
            Tolerance.Near(oracle.Weights[statistic.Name], statistic.ToArray(), Bound, statistic.Name);
    }

    /// <summary>
    /// The oracle's loss in float64, moved a little way along the direction of the engine's gradient g of a tensor, must rise by |g|
    /// times the way.
    /// </summary>
    [Fact]
    public void The_loss_rises_along_each_gradient_as_fast_as_the_gradient_says()
    {
        using EngineStep engine = EngineStep.Vgg("vgg11", 32, 3, normalized: false, seed: 8);
        engine.Network.Plan(3, trainFrom: 0);
        float[] pictures = Draw.NormalFloats(3 * 32 * 32 * 3, 9);
        double[] wide = Array.ConvertAll(pictures, value => (double)value);
        int[] labels = [0, 2, 1];
        engine.Pass(pictures, labels);
        Dictionary<string, double[]> weights = engine.Weights();
        foreach ((string name, float[] gradient) in engine.Gradients())
        {
            double[] at = weights[name];
            double length = Math.Sqrt(gradient.Sum(value => (double)value * value));
            double measured = FiniteDifference.Gradient(
                way =>
                {
                    weights[name] = [.. at.Zip(gradient, (value, slope) => value + way[0] * slope / length)];
                    return DirectSoftmaxCrossEntropy.Loss(new DirectVgg([1, 1, 2, 2, 2], 3, 32, 32, weights).Logits(wide), labels, 3);
                },
                [0], step: 1e-7)[0];
            weights[name] = at;
            Tolerance.Near(length, measured, 1e-4, name);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Threads_do_not_change_a_bit(bool normalized)
    {
        float[][] weights = Array.ConvertAll([1, 2, 3], threads =>
        {
            using EngineStep engine = EngineStep.Vgg("vgg16", 64, 3, normalized, threads, dropout: 0.5f);
            engine.Network.Plan(5, trainFrom: 0);
            for (ulong step = 0; step < 2; step++)
            {
                engine.Pass(Draw.NormalFloats(5 * 64 * 64 * 3, step), Draw.Labels(5, 3, step));
                engine.Step(0.01, 0.9, 1e-4);
            }
            return engine.Network.Weights.SelectMany(parameter => parameter.ToArray()).ToArray();
        });
        Assert.All(weights[0], value => Assert.True(float.IsFinite(value)));
        Tolerance.SameBits(weights[0], weights[1], "two threads");
        Tolerance.SameBits(weights[0], weights[2], "three threads");
    }
}
