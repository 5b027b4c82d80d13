using Microsoft.ML;
using Thaw.Images.Drawing;
using Thaw.Images.Png;
using Thaw.Training;

namespace Thaw.MLNet.Tests;

/// <summary>Drawn pictures of three classes, at the size of the networks that the tests train, and one binary pipeline that is trained on two of them.</summary>
public sealed class Pictures : IDisposable
{
    /// <summary>The side of all pictures.</summary>
    public const int Side = 32;

    /// <summary>Pictures of each class.</summary>
    public const int PerClass = 20;

    private readonly Lazy<(ITransformer Model, string ThawZip)> _binary;

    public Pictures()
    {
        _binary = new(() =>
        {
            string zip = At("binary.thaw.zip");
            return (Context.BinaryClassification.Trainers.Vgg(Quick with { Context = Context, ModelFile = zip }).Fit(Data), zip);
        });
        var options = new DrawnDataOptions { Size = Side };
        foreach ((string name, string set, bool second) in new[] { ("intact", "surfaces", false), ("cracked", "surfaces", true), ("loops", "far", true) })
        {
            for (int i = 0; i < PerClass; i++)
            {
                string path = At($"{name}-{i:00}.png");
                File.WriteAllBytes(path, PngEncoder.Encode(DrawnData.Draw(set, options, i, second)));
                All.Add(new PictureRow { ImagePath = path, Label = name == "cracked", Class = name });
            }
        }
        Two = [.. All.Where(row => row.Class != "loops")];
        Data = Context.Data.LoadFromEnumerable(Two);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("thaw-mlnet-tests-").FullName;

    public MLContext Context { get; } = new(seed: 1);

    /// <summary>Rows of all three classes.</summary>
    public List<PictureRow> All { get; } = [];

    /// <summary>Rows of the classes intact and cracked.</summary>
    public IReadOnlyList<PictureRow> Two { get; }

    /// <summary>The latter as data.</summary>
    public IDataView Data { get; }

    /// <summary>A pipeline trained on <see cref="Data"/>.</summary>
    public ITransformer Binary => _binary.Value.Model;

    /// <summary>The same network in Thaw's own zip.</summary>
    public string BinaryThawZip => _binary.Value.ThawZip;

    /// <summary>What takes a second or so.</summary>
    public static VggOptions Quick { get; } = new() { ImageSize = Side, Plan = Plan.Frozen, Settings = new PlanSettings { Epochs = 4, Views = 1 } };

    public string At(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

[CollectionDefinition(Name)]
public sealed class Drawn : ICollectionFixture<Pictures>
{
    public const string Name = "drawn pictures";
}
