using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Tensors;

namespace Thaw.Tests.Packaging;

public class WeightLayoutTests
{
    [Theory]
    [InlineData("vgg11", 0.0625, 32, 0, 2)]
    [InlineData("vgg13", 0.1, 63, 16, 3)]
    [InlineData("vgg16", 0.03, 64, 5, 2)]
    [InlineData("vgg16", 0.001, 100, 1, 7)]
    [InlineData("vgg19", 0.0625, 96, 0, 4)]
    public void Arithmetic_agrees_with_the_network(string name, double width, int imageSize, int units, int classes)
    {
        using var sample = new PackedSample();
        ModelManifest manifest = ModelZip.Read(sample.Path).Manifest with
        {
            Network = Vgg.Named(name),
            Width = width,
            ImageSize = imageSize,
            Head = new Head { Units = units, Dropout = 0.5f },
            Classes = Enumerable.Range(0, classes).Select(c => $"{c}").ToArray(),
        };
        using var device = new Cpu(1);
        using Network network = VggClassifier.Create(device, manifest.Network, width, imageSize, manifest.Head, classes);
        Assert.Equal(
            network.Weights.Select(weight => $"{weight.Name} {weight.Value.Shape}"),
            WeightLayout.Of(manifest).Select(shape => $"{shape.Name} [{string.Join(", ", shape.Shape)}]"));
        Assert.Equal(network.InputShapes.Max(shape => shape.Length), WeightLayout.LargestActivation(manifest));
    }
}
