using Thaw.Comparison;
using Thaw.Kernels;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Tensors;
using Thaw.Tests.Images;
using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Tests.Packaging;

/// <summary>A tiny VGG16 (a sixteenth of the channels, 32x32 pixels) with random weights, as if it had been trained, and its zip.</summary>
internal sealed class PackedSample : IDisposable
{
    private readonly Cpu _device = new(1);

    public PackedSample(int classes = 2, Head? head = null, int imageSize = 32, ModelInfo? info = null)
    {
        using (Network pretrained = VggClassifier.Create(_device, Vgg.Named("vgg16"), 1.0 / 16, 32, new Head(), 2))
        {
            Draw(pretrained, 7);
            BackboneFile = Folder.At("tiny.safetensors");
            Backbone.Save(BackboneFile, pretrained, Vgg.Named("vgg16"), 1.0 / 16, Preprocessing.Torchvision, TensorEncoding.Float16,
                new Dictionary<string, string>());
        }
        Backbone = Backbone.Load(BackboneFile);
        Network = Backbone.CreateNetwork(_device, head ?? new Head { Units = 16 }, classes, seed: 3, imageSize);
        Draw(Network, 11);
        Model = new TrainedModel("two-phase", Trial, Network, Backbone, Enumerable.Range(0, classes).Select(c => $"class {c}").ToArray());
        Path = Folder.At("models/model.zip");
        ModelZip.Write(Path, Model, info);
        Bytes = File.ReadAllBytes(Path);
    }

    public TemporaryFolder Folder { get; } = new();

    public string BackboneFile { get; }

    public Backbone Backbone { get; }

    public Network Network { get; }

    public TrainedModel Model { get; }

    public string Path { get; }

    public byte[] Bytes { get; }

    public static TrialResult Trial { get; } = new()
    {
        Seed = ulong.MaxValue,
        History = [],
        BestEpoch = 12,
        ValidationLoss = 0.1 + 0.2,
        ValidationAccuracy = 1.0 / 3,
        TestProbabilities = Array.Empty<float>(),
        Seconds = 1,
    };

    public void Dispose()
    {
        Network.Dispose();
        _device.Dispose();
        Folder.Dispose();
    }

    /// <summary>Random kernels, and biases too, so that no tensor is left at zero.</summary>
    private static void Draw(Network network, ulong seed)
    {
        Initialization.Draw(network, seed);
        var random = new Pcg32(seed, stream: 99);
        foreach (Parameter bias in network.Weights.Where(weight => weight.Name.EndsWith("/bias", StringComparison.Ordinal)))
            bias.Set(Enumerable.Range(0, bias.Value.Shape.Length).Select(_ => 0.1f * (float)random.NextNormal()).ToArray());
    }
}
