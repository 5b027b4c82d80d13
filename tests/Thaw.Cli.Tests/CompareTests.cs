using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Thaw.Cli.Tests;

/// <summary>The verbs on small sets, each in a process of its own.</summary>
[Collection(WorkshopTests.Name)]
public sealed class CompareTests(Workshop workshop)
{
    private static readonly string[] RunFiles =
        ["history.csv", "models/frozen.zip", "models/full.zip", "predictions.csv", "report.html", "report.json", "report.md", "run.yaml", "skipped.csv"];

    [Fact]
    public void LeavesARunFolderAndSaysTheVerdict()
    {
        Ended ended = workshop.Compared;
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        foreach (string file in RunFiles)
            Assert.True(File.Exists(workshop.At("runs", "compare", file)), file);
        Assert.False(File.Exists(workshop.At("runs", "compare", "run.lock")));
        string[] lines = ended.Out.Split('\n');
        Assert.Contains(lines, line => line.TrimStart().StartsWith("frozen ", StringComparison.Ordinal) && line.Contains('%'));
        Assert.Contains(lines, line => line.StartsWith("Freezing ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("full, seed 2 (trial 4 of 4): 2 epochs in ", StringComparison.Ordinal));
        Assert.Contains("Report: runs/compare/report.html", lines);
    }

    [Fact]
    public void JsonIsAllThatStdoutGetsAndTheReportItself()
    {
        Ended ended = workshop.Run(["compare", "pics", .. Workshop.Small, "--threads", "2", "--out", "as-json", "--json"]);
        Assert.Equal(0, ended.Code);
        Assert.Equal(File.ReadAllText(workshop.At("as-json", "report.json")), ended.Out);
        using (var _ = JsonDocument.Parse(ended.Out))
            Assert.Contains("Report: as-json/report.html", ended.ErrorLines);

        // The workshop's run had one thread, this one two
        Assert.Equal(ReportJson.LastingOf(workshop.At("runs", "compare")), ReportJson.Lasting(ended.Out));
        Assert.Equal(File.ReadAllText(workshop.At("runs", "compare", "predictions.csv")), File.ReadAllText(workshop.At("as-json", "predictions.csv")));
    }

    [Fact]
    public void SaysHowLongItWillTakeBeforeTrainingAndReportsWhatCame()
    {
        string[] lines = workshop.Compared.Out.Split('\n');
        int frozen = Array.FindIndex(lines, line => Regex.IsMatch(line, @"^frozen: about [\d.]+ (ms|s) for 2 seeds\.$"));
        Assert.True(frozen >= 0, workshop.Compared.Out);
        Assert.Matches(@"^full: about [\d.]+ (ms|s) for 2 seeds\.$", lines[frozen + 1]);
        Assert.Matches(@"^In all: about [\d.]+ (ms|s)\.$", lines[frozen + 2]);
        Assert.Equal("Training 2 plans with 2 seeds each.", lines[frozen + 3]);
        using var report = JsonDocument.Parse(File.ReadAllText(workshop.At("runs", "compare", "report.json")));
        JsonElement timing = report.RootElement.GetProperty("timing");
        foreach (JsonElement part in timing.GetProperty("plans").EnumerateArray().Append(timing))
        {
            double estimated = part.GetProperty("estimatedSeconds").GetDouble(), measured = part.GetProperty("measuredSeconds").GetDouble();
            Assert.True(estimated > 0 && measured > 0);
            Assert.Equal(measured / estimated, part.GetProperty("estimateRatio").GetDouble(), 6);
        }
        Assert.Contains("measured / estimated", File.ReadAllText(workshop.At("runs", "compare", "report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void TrainingOnePlanSaysHowLongItWillTakeOnStderrWhereStdoutIsJson()
    {
        Ended ended = workshop.Run("train", "pics", "--plan", "frozen", "--backbone", "tiny.safetensors", "--epochs", "1", "--seeds", "1", "--patience", "1", "--json");
        Assert.Equal(0, ended.Code);
        Assert.Contains(ended.ErrorLines, line => Regex.IsMatch(line, @"^frozen: at most about [\d.]+ (ms|s) for 1 seed\.$"));
        using var report = JsonDocument.Parse(ended.Out);
        Assert.True(report.RootElement.GetProperty("timing").GetProperty("plans")[0].GetProperty("estimatedSeconds").GetDouble() > 0);
    }

    [Fact]
    public void RatesAreFoundWrittenDownAndKeptWhenTheRunIsResumed()
    {
        Ended ended = workshop.Run(["compare", "pics", .. Workshop.Small, "--lr", "auto", "--source", "pics", "--out", "auto"]);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Matches(@"Found: head [\d.E-]+, tuning [\d.E-]+\.", ended.Out);
        string recipe = File.ReadAllText(workshop.At("auto", "run.yaml")), report = ReportJson.LastingOf(workshop.At("auto"));
        Assert.DoesNotContain("auto", recipe, StringComparison.Ordinal);
        Assert.Contains("\nsource: pics\n", recipe, StringComparison.Ordinal);
        using (var parsed = JsonDocument.Parse(report))
        {
            Assert.Equal(2, parsed.RootElement.GetProperty("setup").GetProperty("rateSearches").GetArrayLength());
            Assert.Equal("source", parsed.RootElement.GetProperty("plans")[1].GetProperty("trials")[0].GetProperty("retention").GetProperty("from").GetString());
        }
        Ended resumed = workshop.Run("run", "auto/run.yaml", "--resume");
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.DoesNotContain("Finding", resumed.Out, StringComparison.Ordinal);
        Assert.Equal(report, ReportJson.LastingOf(workshop.At("auto")));
    }

    [Theory]
    [InlineData("nowhere", "No folder or CSV file of pictures at 'nowhere'.")]
    [InlineData("pics/intact", "No class folders in '")]
    public void SourcePicturesThatCannotBeUsedAreAnError(string source, string message)
    {
        Ended ended = workshop.Run("compare", "pics", "--backbone", "tiny.safetensors", "--source", source, "--out", "no-source");
        Assert.NotEqual(0, ended.Code);
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        Assert.Single(ended.ErrorLines);
        Assert.False(Directory.Exists(workshop.At("no-source")));
    }

    [Fact]
    public void ARunFolderCanBeRunAgainAndGetsAFolderOfItsOwn()
    {
        Ended ended = workshop.Run("run", "runs/compare/run.yaml");
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Contains("Report: runs/compare-2/report.html", ended.Out, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(workshop.At("runs", "compare", "run.yaml")), File.ReadAllText(workshop.At("runs", "compare-2", "run.yaml")));
        Assert.Equal(ReportJson.LastingOf(workshop.At("runs", "compare")), ReportJson.LastingOf(workshop.At("runs", "compare-2")));
    }

    [Fact]
    public void ASavedModelPredictsWhatTheTestGaveToTheLastBit()
    {
        Dictionary<string, float> tested = Probabilities(workshop.At("runs", "compare", "predictions.csv"), "full");
        Assert.Equal(8, tested.Count);
        Assert.True(tested.Values.Distinct().Count() > 1);
        Ended ended = workshop.Run(["predict", "runs/compare/models/full.zip", "--json", .. tested.Keys.Select(name => "pics/" + name)]);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        using var json = JsonDocument.Parse(ended.Out);
        JsonElement predictions = json.RootElement.GetProperty("predictions");
        Assert.Equal(tested.Count, predictions.GetArrayLength());
        foreach ((JsonElement prediction, (string name, float expected)) in predictions.EnumerateArray().Zip(tested))
        {
            Assert.Equal("pics/" + name, prediction.GetProperty("image").GetString());
            float p = prediction.GetProperty("probabilities").GetProperty("intact").GetSingle();
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(p));
        }
    }

    [Fact]
    public void PredictPrintsALineAPicture()
    {
        Ended ended = workshop.Run("predict", "runs/compare/models/frozen.zip", "pics");
        string[] lines = ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, 2 * Workshop.PerClass), (ended.Code, lines.Length));
        foreach (string[] fields in lines.Select(line => line.Split('\t')))
        {
            Assert.True(File.Exists(workshop.At(fields[0])));
            Assert.Contains(fields[1], (string[])["cracked", "intact"]);
            Assert.InRange(float.Parse(fields[2], CultureInfo.InvariantCulture), 0.5f, 1);
        }
    }

    [Fact]
    public void EvaluateMeasuresEveryPicture()
    {
        Ended predicted = workshop.Run("predict", "runs/compare/models/full.zip", "pics");
        int right = predicted.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.StartsWith($"pics/{line.Split('\t')[1]}/", StringComparison.Ordinal));
        Ended ended = workshop.Run("evaluate", "runs/compare/models/full.zip", "pics", "--json");
        using var json = JsonDocument.Parse(ended.Out);
        JsonElement root = json.RootElement;
        Assert.Equal(2 * Workshop.PerClass, root.GetProperty("pictures").GetInt32());
        Assert.Equal("all", root.GetProperty("part").GetString());
        Assert.Equal((double)right / (2 * Workshop.PerClass), root.GetProperty("metrics").GetProperty("accuracy").GetProperty("value").GetDouble(), 12);
        Assert.Equal(2 * Workshop.PerClass, root.GetProperty("confusionMatrix").EnumerateArray().SelectMany(row => row.EnumerateArray()).Sum(cell => cell.GetInt32()));
        Ended table = workshop.Run("evaluate", "runs/compare/models/full.zip", "pics");
        Assert.Contains("area under the ROC curve", table.Out, StringComparison.Ordinal);
        JsonElement calibration = root.GetProperty("calibration");
        double error = calibration.GetProperty("calibrated").GetProperty("expectedCalibrationError").GetProperty("value").GetDouble();
        Assert.InRange(error, 0, 1);
        Assert.Contains($"temperature of {Math.Round(calibration.GetProperty("temperature").GetDouble(), 3).ToString(CultureInfo.InvariantCulture)} "
            + $"{(100 * error).ToString("0.0", CultureInfo.InvariantCulture)} points", table.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void PretrainingWritesABackboneAndDropsItsState()
    {
        Assert.Equal((0, ""), (workshop.Pretrained.Code, workshop.Pretrained.Error));
        Assert.Contains("Backbone: tiny.safetensors", workshop.Pretrained.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(workshop.At("tiny.safetensors")));
        Assert.False(File.Exists(workshop.At("tiny.safetensors.checkpoint")));
    }

    [Fact]
    public void ARecipeFindsItsPicturesBesideItselfAndOptionsGoBeforeIt()
    {
        Directory.CreateDirectory(workshop.At("recipes"));
        Directory.Move(workshop.At(workshop.CopyPictures("moved")), workshop.At("recipes", "moved"));
        Ended ended = workshop.RunRecipe("recipes/own.yaml", """
            data: moved
            backbone: tiny.safetensors
            positive: cracked
            seeds: [1]
            epochs: 40
            head: {units: 4}
            plans:
              - name: mine
                description: "One phase: the head"
                phases: [{train-from: head}]
            """, "--epochs", "1");
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        string recipe = File.ReadAllText(workshop.At("runs", "own", "run.yaml"));
        Assert.Contains("\ndata: recipes/moved\n", recipe, StringComparison.Ordinal);
        Assert.Contains("\nepochs: 1\n", recipe, StringComparison.Ordinal);
        Assert.Contains("\n        epochs: 1\n", recipe, StringComparison.Ordinal);
        Assert.Contains("\npositive: cracked\n", recipe, StringComparison.Ordinal);
    }

    [Fact]
    public void DataMakeDrawsAndRefusesAFolderThatIsInUse()
    {
        Ended made = workshop.Run("data", "make", "surfaces", "--out", "drawn", "--count", "2", "--size", "16", "--seed", "3");
        Assert.Equal((0, ""), (made.Code, made.Error));
        Assert.Equal(4, Directory.EnumerateFiles(workshop.At("drawn"), "*.png", SearchOption.AllDirectories).Count());
        Ended again = workshop.Run("data", "make", "surfaces", "--out", "drawn", "--json");
        Assert.Equal((1, ""), (again.Code, again.Out));
        Assert.Contains("'drawn'", Assert.Single(again.ErrorLines), StringComparison.Ordinal);
    }

    // Name and probability of class 1 of the rows of a plan's kept seed
    private static Dictionary<string, float> Probabilities(string file, string plan)
    {
        string[] lines = File.ReadAllLines(file);
        Assert.Equal("picture,label,plan,seed,kept,predicted,correct,p(cracked),p(intact)", lines[0]);
        return lines.Skip(1).Select(line => line.Split(',')).Where(row => row[2] == plan && row[4] == "1")
            .ToDictionary(row => row[0], row => float.Parse(row[8], CultureInfo.InvariantCulture));
    }
}
