using System.Globalization;
using Spectre.Console;
using Thaw.Cli.Recipes;
using Thaw.Cli.Terminal;
using Thaw.Comparison;
using Thaw.Comparison.Advice;
using Thaw.Evaluation;
using Thaw.Images;
using Thaw.Reports;
using Thaw.Tensors;
using Thaw.Weights;

namespace Thaw.Cli.Runs;

/// <summary>Measures pictures, and says which plan to run on them and how long each would take here. Writes nothing but to the terminal.</summary>
internal static class AdviceRun
{
    /// <summary>Runs it and shows what came out.</summary>
    /// <param name="recipe">What a comparison would do.</param>
    /// <param name="cancellation">Stops it.</param>
    public static int Execute(CompareRecipe recipe, CancellationToken cancellation)
    {
        var display = Display.For(recipe.Run.Json);
        ImageSet set = ImageSet.Load(recipe.Data, recipe.Positive);
        Backbone backbone = CompareRun.Find(recipe.Backbone);
        using var device = new Cpu(recipe.Run.Threads);
        (PlanAdvice advice, TimeEstimate time) = display.During(steps =>
        {
            var pictures = PreparedPictures.Read(set, recipe.ImageSize ?? backbone.ImageSize, recipe.Split, recipe.Run.Threads, steps, cancellation);
            if (pictures.Split.Validation.Count == 0)
                throw new UsageException("An advice needs pictures for validation; give them a share above 0.");
            CompareRecipe resolved = recipe.For(pictures.Split.Train.Count);
            return (Advise(resolved, pictures, backbone, device, steps, cancellation), Time(resolved, pictures, backbone, device, steps, cancellation));
        });
        if (recipe.Run.Json)
            Write(advice, time);
        else
            Show(advice, time);
        return ExitCode.Done;
    }

    /// <summary>Measures the pictures and applies the rule.</summary>
    public static PlanAdvice Advise(CompareRecipe recipe, PreparedPictures pictures, Backbone backbone, Cpu device, ISteps steps, CancellationToken cancellation)
    {
        using IStep step = steps.Begin("Measuring what frozen features tell of the pictures", 1);
        var source = SourceStatistics.Find(recipe.Backbone, backbone);
        SetMeasurements measured = Advisor.Measure(pictures.Images, pictures.Split, backbone, source, device, device.Threads, cancellation);
        return Advisor.Advise(measured, [.. recipe.Plans.Select(plan => plan.Name).Except(recipe.OwnPlans)]);
    }

    // As a comparison estimates it, in a folder of its own that goes again
    private static TimeEstimate Time(CompareRecipe recipe, PreparedPictures pictures, Backbone backbone, Cpu device, ISteps steps, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("thaw-advise-").FullName;
        try
        {
            var comparison = new PlanComparison(pictures.Images, pictures.Split, backbone, CompareRun.OptionsOf(recipe), device, folder, _ => { });
            return CompareRun.Estimate(comparison, steps, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Show(PlanAdvice advice, TimeEstimate time)
    {
        Console.Out.WriteLine();
        Table blocks = Display.NewTable();
        blocks.AddColumn("features");
        blocks.AddColumn(new TableColumn("distance\nfrom source").RightAligned());
        blocks.AddColumn(new TableColumn("linear probe,\naccuracy").RightAligned());
        blocks.AddColumn(new TableColumn("LogME").RightAligned());
        foreach (BlockMeasurement block in advice.Measurements.Blocks)
            blocks.AddRow(block.Layer, double.IsNaN(block.Distance) ? "not known" : Number(block.Distance), Probe(block.Probe.Accuracy, block.Probe.StandardError), Number(block.LogMe));
        blocks.AddRow("block5_pool, all", "", Probe(advice.Measurements.HeadProbe.Accuracy, advice.Measurements.HeadProbe.StandardError), Number(advice.Measurements.HeadLogMe));
        Display.Write(blocks);

        Table plans = Display.NewTable();
        plans.AddColumn("plan");
        plans.AddColumn(new TableColumn("expected gain\nover frozen").RightAligned());
        plans.AddColumn(new TableColumn("of 95% of\nsuch sets").RightAligned());
        plans.AddColumn(new TableColumn("time for\nall seeds").RightAligned());
        foreach (PlanTimeEstimate plan in time.Plans)
        {
            ExpectedGain? gain = advice.Gains.FirstOrDefault(gain => gain.Plan == plan.Plan);
            Interval range = gain?.Interval ?? Interval.Unknown;
            plans.AddRow(plan.Plan == advice.Plan ? plan.Plan + " (advised)" : plan.Plan, gain is null || double.IsNaN(gain.Value) ? "not known" : Points(gain.Value) + " points",
                range.IsKnown && range.Low < range.High ? $"{Points(range.Low)} to {Points(range.High)}" : "", $"{(plan.AtMost ? "at most " : "")}{Numbers.Duration(plan.Seconds)}");
        }
        Display.Write(plans);
        foreach (string reason in advice.Reasons)
            Console.Out.WriteLine("- " + reason);
        Console.Out.WriteLine(advice.Plan is null ? AdviceTexts.Sentence(advice)
            : $"Advised: {advice.Plan}. The chance that it ends within a point of the best of these plans is put at {(100 * advice.Confidence).ToString("0", CultureInfo.InvariantCulture)}%.");
    }

    private static void Write(PlanAdvice advice, TimeEstimate time) => JsonOutput.Write(json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("advice");
        AdviceJson.Write(json, advice);
        json.WriteStartObject("timing");
        json.Number("estimatedSeconds", Math.Round(time.Seconds, 3));
        json.WriteStartArray("plans");
        foreach (PlanTimeEstimate plan in time.Plans)
        {
            json.WriteStartObject();
            json.WriteString("name", plan.Plan);
            json.Number("estimatedSeconds", Math.Round(plan.Seconds, 3));
            json.WriteBoolean("atMost", plan.AtMost);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static string Probe(double accuracy, double error) => $"{Numbers.Percent(accuracy)} ± {Numbers.Percent(error)}";

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Points(double share) => (100 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
