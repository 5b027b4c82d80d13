namespace Thaw.Cli.Tests;

/// <summary>What cannot be done: exit code 1 and one line on stderr that says what to do, never a stack trace.</summary>
[Collection(WorkshopTests.Name)]
public sealed class FailureTests(Workshop workshop)
{
    [Fact]
    public void MissingFolder() => Fails("Did you mean", workshop.Run(["compare", "picz", .. Workshop.Small]));

    [Fact]
    public void EmptyClass()
    {
        Directory.CreateDirectory(workshop.At(workshop.CopyPictures("with-empty"), "zebra"));
        Fails("zebra' is empty", workshop.Run(["compare", "with-empty", .. Workshop.Small]));
    }

    [Fact]
    public void OneClass()
    {
        Directory.Delete(workshop.At(workshop.CopyPictures("with-one"), "intact"), recursive: true);
        Fails("one class folder only", workshop.Run(["compare", "with-one", .. Workshop.Small]));
    }

    [Fact]
    public void ManyUnreadableFiles()
    {
        string name = workshop.CopyPictures("with-many-broken");
        foreach (string file in Directory.EnumerateFiles(workshop.At(name, "cracked")).Order(StringComparer.Ordinal).Take(Workshop.PerClass / 2))
            File.WriteAllText(file, "no picture");
        Fails("more than the 10% allowed", workshop.Run(["compare", name, .. Workshop.Small]));
        Assert.False(Directory.Exists(workshop.At("runs", name)));
    }

    [Fact]
    public void FewUnreadableFilesAreSkippedAndReported()
    {
        string name = workshop.CopyPictures("with-few-broken"), broken = workshop.At(name, "cracked", "surfaces-000.png");
        File.WriteAllText(broken, "no picture");
        Ended ended = workshop.Run("train", name, "--plan", "frozen", "--backbone", "tiny.safetensors", "--seeds", "1", "--epochs", "1", "--out", "skipping");
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Contains($"Skipped 1 of {2 * Workshop.PerClass} files", ended.Out, StringComparison.Ordinal);
        Assert.Contains("cracked/surfaces-000.png", File.ReadAllText(workshop.At("skipping", "skipped.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileWhereAFolderIsExpected()
    {
        Fails("'tiny.yaml' is a file", workshop.Run(["compare", "pics", .. Workshop.Small, "--out", "tiny.yaml"]));
        Fails("tiny.yaml", workshop.Run(["compare", "pics", .. Workshop.Small, "--out", "tiny.yaml/below"]));
    }

    [Fact]
    public void AFolderThatIsNotEmpty() => Fails("--resume", workshop.Run(["compare", "pics", .. Workshop.Small, "--out", "pics"]));

    [Fact]
    public void ResumingAnotherRecipe() =>
        Fails("has 'epochs: 2' where this recipe has 'epochs: 3'", workshop.Run(["compare", "pics", .. Workshop.Small[..^4], "--epochs", "3", "--head-units", "8", "--out", "runs/compare", "--resume"]));

    [Fact]
    public void MissingRecipe() => Fails("No recipe at 'tiny.yml'; did you mean 'tiny.yaml'?", workshop.Run("run", "tiny.yml"));

    [Fact]
    public void UnknownBackbone() => Fails("No backbone is named 'vgg61'", workshop.Run("compare", "pics", "--backbone", "vgg61"));

    [Fact]
    public void DamagedBackbone() => Fails("'tiny.yaml' is no backbone that can be loaded", workshop.Run("compare", "pics", "--backbone", "tiny.yaml"));

    [Fact]
    public void BadGroupPattern() => Fails("is not a regular expression", workshop.Run(["compare", "pics", .. Workshop.Small, "--group", "("]));

    [Fact]
    public void AnExistingBackboneIsNotReplaced() => Fails("exists already", workshop.Run("run", "tiny.yaml"));

    [Fact]
    public void AFinishedPretrainingIsNotDoneAgainByResuming() => Fails("exists already", workshop.Run("run", "tiny.yaml", "--resume"));

    [Fact]
    public void MissingModel() => Fails("No model at 'none.zip'", workshop.Run("predict", "none.zip", "pics"));

    [Fact]
    public void DamagedModel()
    {
        byte[] bytes = File.ReadAllBytes(workshop.At("runs", "compare", "models", "full.zip"));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(workshop.At("damaged.zip"), bytes);
        Fails("'damaged.zip' is no model that can be loaded", workshop.Run("predict", "damaged.zip", "pics"));
        Fails("'tiny.yaml' is no model that can be loaded", workshop.Run("evaluate", "tiny.yaml", "pics"));
    }

    [Fact]
    public void PicturesThatCannotBeReadStopNoOther()
    {
        Ended ended = workshop.Run("predict", "runs/compare/models/full.zip", "tiny.yaml", "none.png", "pics/intact/surfaces-000.png");
        Assert.Contains("2 of 3 pictures could not be read: 'tiny.yaml'", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.StartsWith("pics/intact/surfaces-000.png\t", ended.Out, StringComparison.Ordinal);
        Assert.Equal(1, ended.Code);
    }

    [Fact]
    public void OtherClassesThanTheModels()
    {
        Directory.Move(workshop.At(workshop.CopyPictures("with-other"), "cracked"), workshop.At("with-other", "broken"));
        Fails("has the class 'broken', which the model does not know", workshop.Run("evaluate", "runs/compare/models/full.zip", "with-other"));
    }

    [Fact]
    public void FullDisk()
    {
        Ended ended = ThawProcess.RunInto("/dev/full", workshop.Folder, "predict", "runs/compare/models/full.zip", "pics", "--json");
        Fails("The disk is full", ended);
    }

    private static void Fails(string expected, Ended ended)
    {
        Assert.Contains(expected, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.StartsWith("thaw: ", ended.Error, StringComparison.Ordinal);
        Assert.Equal(1, ended.Code);
    }
}
