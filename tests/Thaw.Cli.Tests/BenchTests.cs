using System.Text.Json;

namespace Thaw.Cli.Tests;

/// <summary>The verb <c>bench</c>, on a network and a batch that are small.</summary>
[Collection(WorkshopTests.Name)]
public sealed class BenchTests(Workshop workshop)
{
    private static readonly string[] Small = ["bench", "--network", "vgg16-tiny", "--image", "32", "--batch", "2", "--seconds", "0.05"];

    [Fact]
    public void JsonHasTheSpeedsAndNothingElseIsOnStdout()
    {
        Ended ended = workshop.Run([.. Small, "--threads", "2", "--json"]);
        Assert.Equal(0, ended.Code);
        using var json = JsonDocument.Parse(ended.Out);
        JsonElement root = json.RootElement;
        Assert.Equal(
            [
                "network", "image", "batch", "threads", "device", "vectorBits", "inferImagesPerSecond", "fullStepImagesPerSecond",
                "frozenStepImagesPerSecond", "cachedStepImagesPerSecond", "directGflops", "peakGflops", "peakBytes",
            ],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("vgg16-tiny", 32, 2, 2, "cpu"), (root.GetProperty("network").GetString(), Whole("image"), Whole("batch"), Whole("threads"),
            root.GetProperty("device").GetString()));
        Assert.Contains(Whole("vectorBits"), (int[])[32, 128, 256, 512]);
        // Tests run beside each other, so which of them is faster can't be said here
        foreach (string name in (string[])["inferImagesPerSecond", "fullStepImagesPerSecond", "frozenStepImagesPerSecond", "cachedStepImagesPerSecond", "peakGflops"])
            Assert.InRange(Number(name), 0.01, 1e9);

        // 19.9 million multiply-adds a picture; rates are rounded to three digits
        Assert.Equal(Number("inferImagesPerSecond") * 2 * 19_906_560 / 1e9, Number("directGflops"), 0.01 * Number("directGflops"));
        Assert.InRange(Number("peakBytes"), 20e6, 4e9);

        double Number(string name) => root.GetProperty(name).GetDouble();
        int Whole(string name) => root.GetProperty(name).GetInt32();
    }

    [Fact]
    public void TheTableHasARowForEachSpeed()
    {
        Ended ended = workshop.Run(Small);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Contains("Measuring vgg16-tiny at 32x32, batch 2, ", ended.Out, StringComparison.Ordinal);
        foreach (string row in (string[])["inference, features only", "training step, all layers", "training step, head alone", "training step, head on cached features"])
            Assert.Matches(row + @" +[\d.,]+ ", ended.Out);
        Assert.Contains(" GFLOP/s, counted as direct convolution;", ended.Out, StringComparison.Ordinal);
        Assert.Contains("Most memory, up to the full step: ", ended.Out, StringComparison.Ordinal);
    }
}
