using System.IO.Compression;
using System.Text.Json.Nodes;
using Thaw.Comparison;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Serving;
using Thaw.Tensors;
using Thaw.Training;
using Thaw.Weights;

namespace Thaw.Service.Tests;

/// <summary>A model that was really trained on the repository's pictures, once for all tests, and zips made from it.</summary>
public sealed class TrainedModel : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thaw-served-").FullName;

    public TrainedModel()
    {
        Zip = Path.Combine(_folder, "surfaces.zip");
        LoadedImages images = LoadedImages.Load(ImageSet.Load(Pictures), 64, 64);
        var options = new ComparisonOptions
        {
            Plans = [Plan.Named("frozen", new PlanSettings { Epochs = 2, Views = 1 })],
            Seeds = [1],
            Head = new Head { Units = 16 },
        };
        using var device = new Cpu(2);
        ImageSplit split = ImageSplit.Create(images, new SplitOptions());
        new PlanComparison(images, split, BackboneStore.Find("vgg16-tiny"), options, device, Path.Combine(_folder, "run"), model => ModelZip.Write(Zip, model)).Run();
        Classifier = Classifier.Load(Zip, threads: 1);
    }

    /// <summary>A folder of pictures with a folder a class.</summary>
    public static string Pictures { get; } = Path.Combine(Root(), "data", "surfaces");

    /// <summary>Some pictures, as bytes.</summary>
    public static IReadOnlyList<byte[]> Files { get; } =
        [.. Directory.EnumerateFiles(Pictures, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where((_, i) => i % 10 == 0).Select(File.ReadAllBytes)];

    /// <summary>The model's zip.</summary>
    public string Zip { get; }

    /// <summary>What it says, without any service.</summary>
    public Classifier Classifier { get; }

    /// <summary>Writes a zip of the same weights with another manifest, whole.</summary>
    public void WriteChanged(string path, Action<JsonObject> change)
    {
        string temporary = path + ".new";
        File.Copy(Zip, temporary, overwrite: true);
        using (var zip = ZipFile.Open(temporary, ZipArchiveMode.Update))
        {
            ZipArchiveEntry entry = zip.GetEntry("manifest.json")!;
            JsonObject manifest;
            using (Stream stream = entry.Open())
                manifest = JsonNode.Parse(stream)!.AsObject();
            entry.Delete();
            change(manifest);
            using Stream target = zip.CreateEntry("manifest.json", CompressionLevel.NoCompression).Open();
            using var writer = new System.Text.Json.Utf8JsonWriter(target);
            manifest.WriteTo(writer);
        }
        File.Move(temporary, path, overwrite: true);
    }

    public void Dispose()
    {
        Classifier.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The folder that holds the solution.</summary>
    public static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No Pipeline.sln above '{AppContext.BaseDirectory}'.");
    }
}

/// <summary>Shares the model, and a browser, among all tests that serve it.</summary>
[CollectionDefinition(Name)]
public sealed class Served : ICollectionFixture<TrainedModel>, ICollectionFixture<Page.Browser>
{
    public const string Name = "served";
}
