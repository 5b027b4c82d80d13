using Thaw.Networks;
using Thaw.Serving;
using Thaw.Tensors;
using Thaw.Tests.Networks;
using Thaw.Tests.References;
using Thaw.Tests.Training;

namespace Thaw.Tests.Serving;

public class GradCamTests
{
    [Theory]
    [InlineData("two", 2)]
    [InlineData("three", 3)]
    public void Maps_agree_with_PyTorch(string test, int classes)
    {
        GoldenFile golden = GoldenFile.Open("gradcam.safetensors");
        using EngineStep engine = EngineStep.Vgg("vgg11", 64, classes, threads: 2, dropout: 0.5f);
        engine.Load(golden, "weights/", upTo: "dense_2");
        foreach (Parameter parameter in engine.Network.Layers[^1].Parameters)
            parameter.Set(golden.Floats($"{test}/{parameter.Name}"));
        float[] input = golden.Floats("input"), logits = golden.Floats($"{test}/logits");
        int length = input.Length / 2, compared = 0;
        foreach (string layer in new[] { "block3_conv2", "block4_conv2", "block5_conv2" })
        {
            int index = GradCam.LayerOf(engine.Network, layer);
            engine.Network.PlanOutputGradient(1, index);
            for (int picture = 0; picture < 2; picture++)
            {
                float[] told = engine.Logits(input[(picture * length)..((picture + 1) * length)], 1, training: false);
                AssertNear(logits[(picture * told.Length)..((picture + 1) * told.Length)], told);
                for (int c = 0; c < classes; c++)
                {
                    HeatGrid map = GradCam.Map(engine.Network, index, c);
                    float[] expected = golden.Floats($"{test}/map/{picture}/{layer}/{c}");
                    AssertNear(expected, map.Values);
                    Assert.Equal(golden.Shape($"{test}/map/{picture}/{layer}/{c}"), new[] { map.Rows, map.Columns });
                    compared += expected.Count(value => value > 0);
                    if (layer == "block4_conv2")
                        AssertNear(golden.Floats($"{test}/heat/{picture}/{c}"), Enlarged(map, 40, 24));
                }
            }
        }
        Assert.True(compared > 500, $"{compared} cells with heat were compared");
    }

    /// <summary>Above a convolution that no pooling follows, the logit is a smooth function of its output near most points: central differences see its slope.</summary>
    [Theory]
    [InlineData("block3_conv1")]
    [InlineData("block4_conv1")]
    [InlineData("block5_conv1")]
    public void The_gradient_is_the_slope_of_the_logit(string layer)
    {
        using var task = new TinyTask(perClass: 4);
        using var device = new Cpu(2);
        using Network network = task.CreateNetwork(device, head: new Head { Units = 8, Dropout = 0.5f });
        float[] weights = TinyTask.WeightsOf(network);
        int index = GradCam.LayerOf(network, layer);
        network.PlanOutputGradient(1, index);
        float[] picture = Draw.NormalFloats(network.InputShapes[0].Length, 3);
        device.Upload(picture, network.Input);
        float logit = EngineStep.Values(network.Forward(1))[0];
        (Tensor output, Tensor gradient) = network.OutputGradient(index, [1]);
        float[] at = EngineStep.Values(output), slopes = EngineStep.Values(gradient);
        Assert.Equal(weights, TinyTask.WeightsOf(network));
        Assert.All(network.Weights, parameter => Assert.Null(parameter.Gradient));
        Assert.Throws<InvalidOperationException>(() => network.Backward([1]));

        network.Plan(1, start: index + 1);
        double Logit(double[] point)
        {
            device.Upload(Array.ConvertAll(point, value => (float)value), network.Input);
            return EngineStep.Values(network.Forward(1))[0];
        }
        double[] wide = Array.ConvertAll(at, value => (double)value);
        Assert.Equal(logit, Logit(wide), 6);
        double size = Math.Sqrt(slopes.Sum(slope => (double)slope * slope));
        double along = FiniteDifference.Gradient(way => Logit([.. wide.Zip(slopes, (value, slope) => value + way[0] * slope / size)]), [0], step: 1e-2)[0];
        Tolerance.Near(size, along, 5e-3, "along the gradient");
        // Where the ReLU is off too: this is the gradient of what comes out of it
        int[] some = [.. Enumerable.Range(0, 24).Select(i => i * (at.Length / 24))];
        Assert.Contains(some, i => at[i] == 0 && slopes[i] != 0);
        double largest = slopes.Max(Math.Abs);
        foreach (int i in some)
        {
            double slope = FiniteDifference.Gradient(value => Logit([.. wide.Select((old, j) => j == i ? value[0] : old)]), [wide[i]], step: 2e-2)[0];
            Assert.True(Math.Abs(slope - slopes[i]) < 0.03 * largest, $"{layer} at {i}: {slopes[i]} of at most {largest}, the slope is {slope}");
        }
    }

    [Theory]
    [InlineData("vgg16", 32, "block3_conv3")]
    [InlineData("vgg16", 64, "block4_conv3")]
    [InlineData("vgg11", 111, "block4_conv2")]
    [InlineData("vgg19", 112, "block5_conv4")]
    public void The_default_layer_is_the_last_with_seven_cells(string name, int side, string layer)
    {
        using EngineStep engine = EngineStep.Vgg(name, side, 2);
        Assert.Equal(layer, engine.Network.Layers[GradCam.LayerOf(engine.Network, null)].Name);
        Assert.Equal(0, GradCam.LayerOf(engine.Network, "block1_conv1"));
        foreach (string wrong in new[] { "block4", "block4_pool", "dense_1", "" })
            Assert.Contains("block1_conv1, ", Assert.Throws<ArgumentException>(() => GradCam.LayerOf(engine.Network, wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Odd_columns_that_pooling_leaves_out_get_the_heat_of_their_neighbours()
    {
        using EngineStep engine = EngineStep.Vgg("vgg11", 100, 2, seed: 4);
        int index = GradCam.LayerOf(engine.Network, "block5_conv2");
        engine.Network.PlanOutputGradient(1, index);
        engine.Logits(Draw.NormalFloats(100 * 100 * 3, 5), 1, training: false);
        HeatGrid map = GradCam.Map(engine.Network, index, 0);
        map = map.IsEmpty ? GradCam.Map(engine.Network, index, 1) : map;
        Assert.Equal((6, 6), (map.Columns, map.Rows));
        float[] heat = Enlarged(map, 100, 100);
        for (int cell = 0; cell < 36; cell++)
        {
            // The centre of a cell of 16 pixels lies between four of them
            int x = 16 * (cell % 6) + 8, y = 16 * (cell / 6) + 8;
            float middle = (heat[y * 100 + x] + heat[y * 100 + x - 1] + heat[(y - 1) * 100 + x] + heat[(y - 1) * 100 + x - 1]) / 4;
            Assert.InRange(middle, map.Values[cell] - 0.1f, map.Values[cell] + 0.1f);
        }
        Assert.Equal(heat[50 * 100 + 97], heat[50 * 100 + 99]);
    }

    internal static float[] Enlarged(HeatGrid map, int width, int height)
    {
        float[] heat = new float[width * height];
        map.Enlarge(width, height, (y, row) => row.CopyTo(heat, y * width));
        return heat;
    }

    private static void AssertNear(float[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(actual[i], expected[i] - 1e-4f, expected[i] + 1e-4f);
    }
}
