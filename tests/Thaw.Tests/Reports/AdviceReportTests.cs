using System.Text;
using System.Text.Json.Nodes;
using Thaw.Comparison;
using Thaw.Comparison.Advice;
using Thaw.Evaluation;
using Thaw.Reports;
using Thaw.Tests.Comparison.Advice;

namespace Thaw.Tests.Reports;

public sealed class AdviceReportTests
{
    private static readonly ComparisonResult Advised = With(SampleComparison.TwoClasses());

    [Fact]
    public void The_outcome_sets_measured_gains_beside_expected_ones()
    {
        AdviceOutcome outcome = AdviceOutcome.Of(Advised)!;
        Assert.Null(outcome.Gains[0].Measured); // frozen itself
        for (int i = 1; i < Advised.Plans.Count; i++)
        {
            double gain = Advised.Plans[i][Metric.Accuracy].Value - Advised.Plans[0][Metric.Accuracy].Value;
            Assert.Equal(gain, outcome.Gains[i].Measured!.Value, 1e-9);
        }
        double best = Advised.Plans.Max(plan => plan[Metric.Accuracy].Value);
        Assert.Equal(best, Advised.Plans.Single(plan => plan.Plan == outcome.Best)[Metric.Accuracy].Value);
        Assert.Equal(best - Advised.Plans.Single(plan => plan.Plan == Advised.Advice!.Plan)[Metric.Accuracy].Value, outcome.Behind, 1e-12);
        Assert.Equal(outcome.Behind <= 0.01, outcome.WasGood);
        Assert.Null(AdviceOutcome.Of(SampleComparison.TwoClasses()));
    }

    [Fact]
    public void Every_report_has_the_section_only_where_there_was_an_advice()
    {
        string html = Text(stream => HtmlReport.Write(Advised, SampleComparison.TestPicture, stream)), markdown = Text(stream => MarkdownReport.Write(Advised, stream));
        foreach (string text in (string[])[html, markdown])
        {
            Assert.Contains("Advice, and what came true", text, StringComparison.Ordinal);
            Assert.Contains("Advised before training: " + Advised.Advice!.Plan, text.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains("expected gain", text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("what came true", Text(stream => HtmlReport.Write(SampleComparison.TwoClasses(), SampleComparison.TestPicture, stream)), StringComparison.Ordinal);
        Assert.DoesNotContain("what came true", Text(stream => MarkdownReport.Write(SampleComparison.TwoClasses(), stream)), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_it_and_the_schema_document_names_all_of_it()
    {
        JsonNode advice = JsonNode.Parse(Text(stream => JsonReport.Write(Advised, stream)))!["advice"]!;
        Assert.Equal(Advised.Advice!.Plan, (string?)advice["plan"]);
        Assert.Equal(Advised.Advice.Confidence, (double)advice["confidence"]!, 1e-9);
        Assert.Equal(AdviceOutcome.Of(Advised)!.Gains[2].Measured!.Value, (double)advice["gains"]![2]!["measured"]!, 1e-9);
        Assert.Equal(Advised.Advice.Measurements.Room, (double)advice["features"]!["room"]!, 1e-9);
        Assert.Null(JsonNode.Parse(Text(stream => JsonReport.Write(SampleComparison.TwoClasses(), stream)))!["advice"]);
        string document = File.ReadAllText(RepositoryRoot.Combine("docs", "report-schema.md"));
        Assert.All(NamesIn(advice).Distinct(), name => Assert.Contains($"`{name}`", document, StringComparison.Ordinal));
    }

    [Fact]
    public void Hostile_plan_names_are_escaped()
    {
        ComparisonResult hostile = With(SampleComparison.Hostile());
        string html = Text(stream => HtmlReport.Write(hostile, SampleComparison.TestPicture, stream));
        Assert.DoesNotContain("<b>bold", html, StringComparison.Ordinal);
        Assert.Contains("not known", html, StringComparison.Ordinal);
    }

    private static ComparisonResult With(ComparisonResult result) =>
        result with { Advice = Advisor.Advise(SampleAdvice.Set().At(0.9), [.. result.Plans.Select(plan => plan.Plan)]) };

    private static string Text(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static IEnumerable<string> NamesIn(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(pair => NamesIn(pair.Value).Prepend(pair.Key)),
        JsonArray items => items.SelectMany(NamesIn),
        _ => [],
    };
}
