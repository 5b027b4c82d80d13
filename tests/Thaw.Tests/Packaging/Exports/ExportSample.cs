using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Tensors;
using Thaw.Tests.Images;
using Thaw.Weights;

namespace Thaw.Tests.Packaging.Exports;

/// <summary>A tiny model as <see cref="ModelZip.Read"/> gives it, with random weights and whatever preprocessing, network and head a test asks for.</summary>
internal sealed class ExportSample : IDisposable
{
    public ExportSample(int classes = 2, Preprocessing? preprocessing = null, string network = "vgg11", double width = 1.0 / 16, int imageSize = 64, Head? head = null)
    {
        using var packed = new PackedSample();
        ModelManifest manifest = ModelZip.Read(packed.Path).Manifest with
        {
            Classes = [.. Enumerable.Range(0, classes).Select(c => $"class \"{c}\"")],
            Network = Vgg.Named(network),
            Width = width,
            ImageSize = imageSize,
            Head = head ?? new Head { Units = 7 },
            Preprocessing = preprocessing ?? Preprocessing.KerasVgg,
            Threshold = 0.4f,
        };
        using var device = new Cpu(1);
        using Network random = VggClassifier.Create(device, manifest.Network, width, imageSize, manifest.Head, classes);
        Initialization.Draw(random, 5);
        var weights = new NamedTensors();
        foreach (Parameter parameter in random.Weights)
        {
            float[] values = parameter.ToArray();
            for (int i = 0; parameter.Name.EndsWith("/bias", StringComparison.Ordinal) && i < values.Length; i++)
                values[i] = (i % 5 - 2) / 16f;
            weights.Add(parameter.Name, parameter.Value.Shape.Sizes.ToArray(), values);
        }
        Model = new PackagedModel(manifest, weights);
    }

    public PackagedModel Model { get; }

    public TemporaryFolder Folder { get; } = new();

    /// <summary>The logits that Thaw's own engine gives for pictures of the network's size, bytes RGB.</summary>
    public float[] Logits(byte[] pictures, int count, out float[] features)
    {
        using var device = new Cpu(1);
        using Network network = Model.CreateNetwork(device);
        float[] input = new float[pictures.Length];
        Model.Manifest.Preprocessing.Apply(pictures, input);
        network.Plan(count, end: network.IndexOf("flatten"));
        device.Upload(input, network.Input);
        features = Values(network.Forward(count));
        network.Plan(count);
        device.Upload(input, network.Input);
        return Values(network.Forward(count));
    }

    public void Dispose() => Folder.Dispose();

    private static float[] Values(Tensor tensor)
    {
        float[] values = new float[tensor.Shape.Length];
        tensor.Device.Download(tensor, values);
        return values;
    }
}
