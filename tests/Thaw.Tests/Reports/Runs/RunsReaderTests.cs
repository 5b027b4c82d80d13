using System.Text.Json.Nodes;
using Thaw.Comparison;
using Thaw.Reports.Runs;

namespace Thaw.Tests.Reports.Runs;

public sealed class RunsReaderTests : IDisposable
{
    private readonly SampleRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void What_was_written_is_read_back()
    {
        ComparisonResult result = SampleComparison.TwoClasses();
        RunSummary run = RunsReader.Read([_runs.Write("first", 18446744073709551615)])[0];
        Assert.Equal(("first", "vgg16-imagenet", 224, ulong.MaxValue), (run.Name, run.Backbone, run.ImageSize, run.SplitSeed));
        Assert.Equal([1, 2, 3], run.Seeds);
        Assert.Equal((240, 60, 2480.0), (run.TrainPictures, run.TestPictures, run.Seconds));
        Assert.Equal(result.Plans.Select(plan => plan.Plan), run.Plans.Select(plan => plan.Name));
        Assert.Equal(result.Plans[1].Metrics[0].Interval.High, run.Plans[1].Accuracy.Interval.High, 9);
        Assert.Equal(result.Differences[2].Metrics[0].Value, run.Differences[2].Accuracy.Value, 9);
        Assert.Equal(result.Plans[1].Timing.SecondsTotal, run.Plans[1].Seconds, 9);
        Assert.Equal(result.Claims.Count, run.Claims.Count);
        Assert.Equal(60, run.Predictions!.Pictures.Count);
        double right = run.Predictions.Trials.Where(trial => trial.Key.Plan == "full").Average(trial => trial.Value.Average(answer => answer ? 1.0 : 0));
        Assert.Equal(run.Plans[2].Accuracy.Value, right, 9);
    }

    [Fact]
    public void Hostile_names_come_back_as_they_were()
    {
        ComparisonResult hostile = SampleComparison.Hostile();
        RunSummary run = RunsReader.Read([_runs.Write("hostile", hostile)])[0];
        Assert.Equal(hostile.Data.Source, run.Source);
        Assert.Equal(hostile.Test.Names, run.Predictions!.Pictures);
        Assert.Contains(("=cmd|' /C calc'!A0", 1UL), run.Predictions.Trials.Keys);
    }

    [Theory]
    [InlineData("", "is not valid JSON")]
    [InlineData("{\"schemaVersion\": 1", "is not valid JSON")]
    [InlineData("[1, 2]", "expected an object as the whole, got an array")]
    [InlineData("{}", "expected the property 'schemaVersion', which is not there")]
    [InlineData("{\"schemaVersion\": 2}", "expected version 1 of the report's format at 'schemaVersion', got 2")]
    [InlineData("{\"schemaVersion\": \"1\"}", "expected a whole number from 0 to 2147483647 at 'schemaVersion', got text")]
    [InlineData("{\"schemaVersion\": 1, \"kind\": \"runs\"}", "is of the kind 'runs'; name the folders of the single runs")]
    [InlineData("{\"schemaVersion\": 1}", "expected the property 'setup'")]
    [InlineData("{\"schemaVersion\": 1e400}", "at 'schemaVersion', got 1e400")]
    public void What_is_no_report_is_refused(string text, string expected)
    {
        Directory.CreateDirectory(_runs.At("bad"));
        File.WriteAllText(_runs.At("bad", "report.json"), text);
        Refused(expected);
    }

    [Theory]
    [InlineData("setup.seeds", "[-1]", "expected a seed at 'setup.seeds[0]', got -1")]
    [InlineData("setup.recipe", "7", "expected text at 'setup.recipe', got 7")]
    [InlineData("setup.imageSize", "0.5", "expected a whole number from 1 to 1048576 at 'setup.imageSize', got 0.5")]
    [InlineData("setup.backbone", "\"\\ud800\"", "expected text at 'setup.backbone', got text")]
    [InlineData("data.classes", "[\"one\"]", "expected at least two classes at 'data.classes'")]
    [InlineData("data.classes", "{}", "expected an array at 'data.classes', got an object")]
    [InlineData("data.parts", "[]", "expected the parts train, validation and test, each with a count a class")]
    [InlineData("plans", "[]", "expected at least one plan")]
    [InlineData("plans", "[null]", "expected an object at 'plans[0]', got null")]
    [InlineData("differences", "[{\"plan\": \"a\", \"baseline\": \"b\", \"metrics\": {}}]", "expected the property 'differences[0].metrics.accuracy'")]
    [InlineData("claims", "[{\"number\": 2, \"name\": \"x\", \"answer\": true}]", "expected text at 'claims[0].answer', got true or false")]
    [InlineData("timing", "null", "expected the property 'timing'")]
    public void A_report_with_other_values_is_refused_where_it_breaks(string place, string value, string expected)
    {
        string file = Path.Combine(_runs.Write("bad", 1), "report.json");
        JsonNode report = JsonNode.Parse(File.ReadAllText(file))!;
        string[] parts = place.Split('.');
        JsonNode owner = parts.Length == 1 ? report : report[parts[0]]!;
        owner[parts[^1]] = "value";
        File.WriteAllText(file, report.ToJsonString().Replace($"\"{parts[^1]}\":\"value\"", $"\"{parts[^1]}\":{value}", StringComparison.Ordinal));
        Refused(expected);
    }

    [Fact]
    public void Too_deep_and_too_large_reports_are_refused()
    {
        Directory.CreateDirectory(_runs.At("bad"));
        File.WriteAllText(_runs.At("bad", "report.json"), new string('[', 100_000));
        Refused("is not valid JSON");
        using (FileStream file = File.OpenWrite(_runs.At("bad", "report.json")))
            file.SetLength(RunsReader.MostBytes + 1); // a hole takes no room on the disk
        Refused("has more than 268435456 bytes");
        File.Delete(_runs.At("bad", "report.json"));
        Refused("has no report.json; expected the folder of a finished run");
    }

    [Theory]
    [InlineData("", "begins with other columns")]
    [InlineData("picture,label\r\na,b\r\n", "begins with other columns")]
    [InlineData("{0}a,cracked,full,1,1,cracked\r\n", "line 2: expected 9 fields, got 6")]
    [InlineData("{0}a,cracked,full,x,1,cracked,1,0,1\r\n", "line 2: expected a seed, got 'x'")]
    [InlineData("{0}a,cracked,full,1,1,cracked,yes,0,1\r\n", "line 2: expected 1 or 0 under correct, got 'yes'")]
    [InlineData("{0}a,broken,full,1,1,cracked,1,0,1\r\n", "line 2: the run has no class 'broken'")]
    [InlineData("{0}a,cracked,full,1,1,cracked,1,0,1\r\nb,cracked,full,2,1,cracked,1,0,1\r\n", "line 3: expected the test pictures once and in one order for each plan and seed, got 'b'")]
    [InlineData("{0}a,cracked,full,1,1,cracked,1,0,1\r\na,cracked,full,1,1,cracked,1,0,1\r\n", "line 3: expected the test pictures once")]
    [InlineData("{0}a,cracked,full,1,1,cracked,1,0,1\r\nb,cracked,full,1,1,cracked,1,0,1\r\na,cracked,full,2,1,cracked,1,0,1\r\n", "expected 2 pictures for the plan 'full' and seed 2, got 1")]
    [InlineData("{0}\"a,cracked\r\n", "line 2: a field in double quotes is not closed")]
    [InlineData("{0}", "holds no predictions")]
    public void Damaged_predictions_are_refused(string text, string expected)
    {
        const string Header = "picture,label,plan,seed,kept,predicted,correct,p(uncracked),p(cracked)\r\n";
        File.WriteAllText(Path.Combine(_runs.Write("bad", 1), "predictions.csv"), text.Replace("{0}", Header, StringComparison.Ordinal));
        Refused(expected);
    }

    [Fact]
    public void Predictions_that_are_no_text_are_refused()
    {
        File.WriteAllBytes(Path.Combine(_runs.Write("bad", 1), "predictions.csv"), [0xFF, 0xFE, 0x80, 0x0A]);
        Refused("is not UTF-8");
    }

    [Fact]
    public void Runs_are_called_by_as_much_of_their_path_as_tells_them_apart()
    {
        Assert.Equal(["a", "b"], RunNames.Of(["/x/a", "/x/b"]));
        Assert.Equal(["x/a", "y/a", "y/b"], RunNames.Of(["/x/a", "/y/a", "/y/b"]));
        Assert.Equal(["a", "x/a"], RunNames.Of(["/a", "/x/a"]));
        string folder = _runs.Write("twice", 1);
        Assert.Contains("stands there twice", Assert.Throws<ArgumentException>(() => RunsReader.Read([folder, folder + Path.DirectorySeparatorChar])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RunsReader.Read([]));
    }

    private void Refused(string expected)
    {
        ReportFormatException e = Assert.Throws<ReportFormatException>(() => RunsReader.Read([_runs.At("bad")]));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains(_runs.At("bad"), e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }
}
