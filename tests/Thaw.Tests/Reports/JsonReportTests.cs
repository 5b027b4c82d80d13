using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Thaw.Comparison;
using Thaw.Reports;

namespace Thaw.Tests.Reports;

public sealed class JsonReportTests
{
    [Fact]
    public void The_numbers_of_the_comparison_are_there()
    {
        ComparisonResult result = SampleComparison.TwoClasses();
        JsonNode report = Write(result);
        Assert.Equal(1, (int)report["schemaVersion"]!);
        JsonNode plan = report["plans"]![3]!;
        Assert.Equal("two-phase", (string?)plan["name"]);
        Assert.Equal(result.Plans[3].Metrics[0].Value, (double)plan["metrics"]!["accuracy"]!["value"]!, 9);
        Assert.Equal(result.Plans[3].Metrics[1].Interval.Low, (double)plan["metrics"]!["areaUnderRocCurve"]!["low"]!, 9);
        Assert.Equal(10, plan["metrics"]!.AsObject().Count);
        Assert.Equal(60, plan["confusionMatrix"]!.AsArray().SelectMany(r => r!.AsArray()).Sum(c => (int)c!));
        Assert.Equal(16, plan["trials"]![0]!["history"]!.AsArray().Count);
        Assert.Equal(4, report["differences"]!.AsArray().Count);
        Assert.Equal("frozen", (string?)report["differences"]![0]!["baseline"]);
        Assert.Equal(2480, (double)report["timing"]!["seconds"]!);
    }

    [Fact]
    public void Time_and_machine_change_nothing_outside_their_objects()
    {
        ComparisonResult result = SampleComparison.FiveClasses();
        ComparisonResult slower = ComparisonResult.Of(
            result.Data,
            result.Setup,
            result.Environment with { Seconds = 9e9, Threads = 64, CommandLine = "other", Started = DateTimeOffset.UnixEpoch, DotNetVersion = "other" },
            result.Test,
            [.. result.Plans.Select(p => new PlanRun
            {
                Plan = p.Plan,
                Description = p.Description,
                ModelFile = p.ModelFile,
                Cost = p.Cost,
                Timing = p.Timing with { SecondsPerEpoch = p.Timing.SecondsPerEpoch * p.Plan.Length, SecondsTotal = 1e6, PeakBytes = 1 },
                Trials = [.. p.Trials.Select(t => t with { Seconds = 1e5, History = [.. t.History.Select(row => row with { Seconds = 77 })] })],
            })],
            result.Resamples);
        JsonObject first = Write(result).AsObject(), second = Write(slower).AsObject();
        Assert.NotEqual(first["timing"]!.ToJsonString(), second["timing"]!.ToJsonString());
        Assert.NotEqual(first["environment"]!.ToJsonString(), second["environment"]!.ToJsonString());
        foreach (JsonObject report in new[] { first, second })
        {
            report.Remove("timing");
            report.Remove("environment");
        }
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
    }

    [Fact]
    public void Estimates_stand_beside_what_came()
    {
        ComparisonResult result = SampleComparison.Of("frozen", "full");
        JsonNode timing = Write(SampleComparison.Estimated(result, (2, 3), (8, 6)))["timing"]!;
        Assert.Equal((2.0, 3.0, 1.5), Estimate(timing["plans"]![0]!));
        Assert.Equal((8.0, 6.0, 0.75), Estimate(timing["plans"]![1]!));
        Assert.Equal((10.0, 9.0, 0.9), Estimate(timing));
        Assert.Null(Write(result)["timing"]!["plans"]![0]!["estimatedSeconds"]);

        static (double, double, double) Estimate(JsonNode node) =>
            ((double)node["estimatedSeconds"]!, (double)node["measuredSeconds"]!, (double)node["estimateRatio"]!);
    }

    [Fact]
    public void What_is_not_a_number_is_null()
    {
        ComparisonResult result = SampleComparison.Of("frozen", "full");
        PlanRun diverged = result.Plans[1] with
        {
            Trials = [result.Plans[1].Trials[0] with { ValidationLoss = double.NaN, TestProbabilities = Enumerable.Repeat(float.NaN, 40).ToArray() }],
        };
        JsonNode report = Write(ComparisonResult.Of(result.Data, result.Setup, result.Environment, result.Test, [result.Plans[0], diverged]));
        JsonNode plan = report["plans"]![1]!;
        Assert.Null(plan["metrics"]!["positivePrecision"]!["value"]);
        Assert.Null(plan["metrics"]!["positivePrecision"]!["low"]);
        Assert.Null(plan["trials"]![0]!["validationLoss"]);
        Assert.True((bool)plan["trials"]![0]!["diverged"]!);
        Assert.Null(plan["calibration"]);
        Assert.Contains("diverged", (string?)report["notes"]![0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_kept_models_calibration_is_there()
    {
        ComparisonResult result = SampleComparison.FiveClasses();
        PlanCalibration found = result.Plans[1].Calibration!;
        JsonNode calibration = Write(result)["plans"]![1]!["calibration"]!;
        Assert.Equal(1.25, (double)calibration["temperature"]!, 9);
        Assert.Equal(found.Raw.Error, (double)calibration["raw"]!["expectedCalibrationError"]!["value"]!, 9);
        Assert.Equal(found.Calibrated.ErrorInterval.High, (double)calibration["calibrated"]!["expectedCalibrationError"]!["high"]!, 9);
        Assert.NotEqual(found.Raw.Error, found.Calibrated.Error);
        Assert.Equal(75, calibration["calibrated"]!["bins"]!.AsArray().Sum(bin => (int)bin!["count"]!));
        Assert.Equal("0.5", (string?)Write(result)["setup"]!["threshold"]);
    }

    [Fact]
    public void Hostile_names_come_back_as_they_were()
    {
        JsonNode report = Write(SampleComparison.Hostile());
        Assert.Equal("</style><script>alert('s')</script>", (string?)report["data"]!["source"]);
        Assert.Equal("a|b\"c\",\nd", (string?)report["data"]!["classes"]![1]);
    }

    [Fact]
    public void The_schema_document_names_every_property()
    {
        string document = File.ReadAllText(Path.Combine(Root(), "docs", "report-schema.md"));
        var missing = new SortedSet<string>();
        foreach (ComparisonResult result in new[] { SampleComparison.TwoClasses(), SampleComparison.FiveClasses() })
            Visit(Write(result));
        Assert.Empty(missing);

        void Visit(JsonNode? node)
        {
            if (node is JsonObject members)
            {
                foreach ((string name, JsonNode? value) in members)
                {
                    if (!document.Contains($"`{name}`", StringComparison.Ordinal))
                        missing.Add(name);
                    Visit(value);
                }
            }
            else if (node is JsonArray items)
            {
                foreach (JsonNode? item in items)
                    Visit(item);
            }
        }
    }

    private static JsonNode Write(ComparisonResult result)
    {
        using var stream = new MemoryStream();
        JsonReport.Write(result, stream);
        string text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.DoesNotContain('\r', text);
        return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowTrailingCommas = false })!;
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pipeline.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Pipeline.sln is in no folder above the tests.");
        return folder;
    }
}
