using System.Text.Json;

namespace Thaw.Cli.Tests;

[Collection(WorkshopTests.Name)]
public sealed class ExportTests(Workshop workshop)
{
    [Theory]
    [InlineData("onnx", "full.onnx")]
    [InlineData("tensorflow", "full.pb")]
    [InlineData("safetensors", "full.safetensors")]
    [InlineData("keras", "full.h5")]
    [InlineData("triton", "full-triton")]
    public void WritesBesideTheModelAndReplacesOnlyWhenTold(string format, string name)
    {
        string model = CopyModel("by-format-" + format), path = Path.Combine(Path.GetDirectoryName(model)!, name);
        Ended first = ThawProcess.Within(["export", model, "--format", format]);
        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.StartsWith($"Wrote {path} (", first.Out, StringComparison.Ordinal);
        Assert.True(Path.Exists(path));
        Ended second = ThawProcess.Within(["export", model, "--format", format]);
        Assert.Equal(1, second.Code);
        Assert.Contains($"'{path}' exists already; choose another --out, or replace it with --force.", Assert.Single(second.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(0, ThawProcess.Within(["export", model, "--format", format, "--force"]).Code);
        Assert.Equal(2, Directory.GetFileSystemEntries(Path.GetDirectoryName(model)!).Length);
    }

    [Fact]
    public void TellsItAsJson()
    {
        CopyModel("as-json");
        Ended ended = workshop.Run("export", "as-json/full.zip", "--format", "keras", "--features", "--json");
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        using var json = JsonDocument.Parse(ended.Out);
        JsonElement root = json.RootElement;
        Assert.Equal(("as-json/full.zip", "keras", "as-json/full-features.h5", true),
            (root.GetProperty("model").GetString(), root.GetProperty("format").GetString(), root.GetProperty("path").GetString(), root.GetProperty("features").GetBoolean()));
        Assert.Equal(new FileInfo(workshop.At("as-json", "full-features.h5")).Length, root.GetProperty("bytes").GetInt64());
    }

    [Theory]
    [InlineData("keras", "h5")]
    [InlineData("safetensors", "safetensors")]
    public void FeaturesAreABackboneToTrainOn(string format, string ending)
    {
        string backbone = $"again.{ending}";
        Assert.Equal(0, ThawProcess.Within(["export", Model, "--format", format, "--features", "--out", workshop.At(backbone)]).Code);
        Ended ended = workshop.Run("train", "pics", "--plan", "frozen", "--backbone", backbone, "--seeds", "1", "--epochs", "1", "--head-units", "4", "--out", "again-" + format);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
    }

    [Fact]
    public void AFolderOfSomethingElseIsNotReplaced()
    {
        Directory.CreateDirectory(workshop.At("precious"));
        File.WriteAllText(workshop.At("precious", "thesis.txt"), "");
        Fails("holds something else", "triton", "precious", "--force");
        Fails("is a folder", "onnx", "precious", "--force");
        Fails("is a file, and triton needs a folder", "triton", "tiny.yaml", "--force");
        Assert.True(File.Exists(workshop.At("precious", "thesis.txt")));
    }

    [Fact]
    public void TheModelIsNotOverwritten()
    {
        byte[] before = File.ReadAllBytes(Model);
        Assert.Equal(2, ThawProcess.Within(["export", Model, "--format", "onnx", "--out", Model, "--force"]).Code);
        Assert.Equal(before, File.ReadAllBytes(Model));
    }

    [Fact]
    public void AMissingModelIsTold()
    {
        Ended ended = ThawProcess.Within(["export", workshop.At("none.zip"), "--format", "onnx"]);
        Assert.Equal(1, ended.Code);
        Assert.Contains("No model at", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    private string Model => workshop.At("runs", "compare", "models", "full.zip");

    private string CopyModel(string folder)
    {
        Directory.CreateDirectory(workshop.At(folder));
        File.Copy(Model, workshop.At(folder, "full.zip"));
        return workshop.At(folder, "full.zip");
    }

    private void Fails(string expected, string format, string path, params string[] more)
    {
        Ended ended = ThawProcess.Within(["export", Model, "--format", format, "--out", workshop.At(path), .. more]);
        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Contains(expected, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }
}
