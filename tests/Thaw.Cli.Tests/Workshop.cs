using Thaw.Images.Drawing;

namespace Thaw.Cli.Tests;

/// <summary>
/// A folder with what the tests need, made once: <c>pics</c> (40 drawn pictures), <c>tiny.safetensors</c> (a very small backbone that the app
/// itself pretrained) and <c>runs/compare</c> (a comparison of two plans and two seeds on one thread).
/// </summary>
public sealed class Workshop : IDisposable
{
    /// <summary>The options that keep a run small.</summary>
    internal static readonly string[] Small = ["--backbone", "tiny.safetensors", "--plans", "frozen,full", "--seeds", "1,2", "--epochs", "2", "--head-units", "8"];

    /// <summary>Pictures of each class.</summary>
    internal const int PerClass = 20;

    public Workshop()
    {
        Folder = Directory.CreateTempSubdirectory("thaw-cli-").FullName;
        // What the user has stored is neither seen nor touched; processes inherit it
        Environment.SetEnvironmentVariable("THAW_CACHE", At("cache"));
        DrawnData.Write("surfaces", At("pics"), new DrawnDataOptions { PerClass = PerClass, Size = 32 });
        File.WriteAllText(At("tiny.yaml"), """
            kind: pretrain
            data: pics
            network: vgg11
            width: 0.0625
            image-size: 32
            epochs: 1
            batch: 16
            split: {validation: 0.2, test: 0.2}
            metadata: {name: tiny}
            """);
        Pretrained = Run("run", "tiny.yaml");
        Compared = Run(["compare", "pics", .. Small, "--threads", "1"]);
    }

    /// <summary>The folder.</summary>
    internal string Folder { get; }

    /// <summary>How the pretraining ended.</summary>
    internal Ended Pretrained { get; }

    /// <summary>How the comparison ended.</summary>
    internal Ended Compared { get; }

    /// <summary>A path in the folder.</summary>
    internal string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Runs the app in the folder.</summary>
    internal Ended Run(params string[] arguments) => ThawProcess.Run(Folder, arguments);

    /// <summary>Writes a recipe into the folder and runs it.</summary>
    internal Ended RunRecipe(string name, string text, params string[] arguments)
    {
        File.WriteAllText(At(name), text);
        return Run(["run", name, .. arguments]);
    }

    /// <summary>Copies the pictures to a folder of their own, which a test may spoil.</summary>
    internal string CopyPictures(string name)
    {
        foreach (string file in Directory.EnumerateFiles(At("pics"), "*", SearchOption.AllDirectories))
        {
            string target = At(name, Path.GetRelativePath(At("pics"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return name;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>Tests that share the workshop; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class WorkshopTests : ICollectionFixture<Workshop>
{
    public const string Name = "workshop";
}
