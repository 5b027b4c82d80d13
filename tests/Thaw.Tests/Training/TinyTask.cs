using Thaw.Images;
using Thaw.Images.Png;
using Thaw.Kernels;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;
using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Tests.Training;

/// <summary>
/// A small task on disk: 32x32 pictures, class "stripes" with horizontal stripes and class "plain" without, both under noise; and a
/// backbone of 1/16 width with random weights.
/// </summary>
public sealed class TinyTask : IDisposable
{
    public TinyTask(int perClass = 20, int classes = 2)
    {
        Folder = Directory.CreateTempSubdirectory("thaw-task-").FullName;
        for (int label = 0; label < classes; label++)
        {
            string folder = Directory.CreateDirectory(Path.Combine(Folder, "pictures", $"{label}-class")).FullName;
            for (int i = 0; i < perClass; i++)
                File.WriteAllBytes(Path.Combine(folder, $"{i:D3}.png"), PngEncoder.Encode(Draw(label, (ulong)(label * 1000 + i))));
        }
        Images = LoadedImages.Load(ImageSet.Load(Path.Combine(Folder, "pictures")), 32, 32);
        Split = ImageSplit.Create(Images, new SplitOptions { Seed = 1 });
        Backbone = MakeBackbone();
    }

    public string Folder { get; }

    public LoadedImages Images { get; }

    public ImageSplit Split { get; }

    public Backbone Backbone { get; }

    public Examples Train => new(Images, Split.Train);

    public Examples Validation => new(Images, Split.Validation);

    public Examples Test => new(Images, Split.Test);

    public static Head Head { get; } = new() { Units = 8 };

    public Network CreateNetwork(Device device, ulong seed = 1, Head? head = null) =>
        Backbone.CreateNetwork(device, head ?? Head, Images.Classes.Count, seed);

    public TrainerOptions Options(string? checkpoint = null, ulong seed = 1) => new()
    {
        Preprocessing = Backbone.Preprocessing,
        CacheFolder = Path.Combine(Folder, "features"),
        BatchSize = 8,
        Seed = seed,
        AugmentationSeed = 5,
        CheckpointFile = checkpoint,
    };

    public static Plan PlanOf(string trainFrom, int epochs, double rate = 0.02) => new()
    {
        Name = "test",
        Phases = [new Phase { Name = "only", TrainFrom = trainFrom, Epochs = epochs, LearningRate = rate, Schedule = Schedule.Cosine }],
    };

    public static float[] WeightsOf(Network network, string prefix = "") =>
        [.. network.Weights.Where(p => p.Name.StartsWith(prefix, StringComparison.Ordinal)).SelectMany(p => p.ToArray())];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static Picture Draw(int label, ulong seed)
    {
        var random = new Pcg32(seed, 77);
        byte[] pixels = new byte[32 * 32 * 3];
        int phase = random.NextInt(4);
        for (int y = 0; y < 32; y++)
        {
            for (int i = 0; i < 32 * 3; i++)
            {
                int stripe = label == 0 ? 0 : (y + phase) / 2 % 2 * 60 * label;
                pixels[y * 96 + i] = (byte)(70 + stripe + random.NextInt(60));
            }
        }
        return new Picture(32, 32, pixels);
    }

    private Backbone MakeBackbone()
    {
        using var device = new Cpu(1);
        using Network network = VggClassifier.Create(device, Vgg.Named("vgg11"), 1 / 16.0, 32, Head, 2);
        Initialization.Draw(network, 42);
        string file = Path.Combine(Folder, "tiny.safetensors");
        Backbone.Save(file, network, Vgg.Named("vgg11"), 1 / 16.0, Preprocessing.Torchvision, TensorEncoding.Float32, new Dictionary<string, string>());
        return Backbone.Load(file);
    }
}
