using System.Text;
using System.Text.Json.Nodes;
using Thaw.Comparison;
using Thaw.Comparison.Evidence;
using Thaw.Reports;
using Thaw.Tests.Comparison.Evidence;

namespace Thaw.Tests.Reports;

public class ShiftReportTests
{
    [Fact]
    public void The_json_holds_the_numbers_and_the_schema_document_names_its_properties()
    {
        ComparisonResult result = ShiftSamples.With(SampleComparison.TwoClasses());
        JsonNode shift = JsonNode.Parse(Text(stream => JsonReport.Write(result, stream)))!["shift"]!;
        Assert.Equal(60, (int)shift["shiftedPictures"]!);
        Assert.Equal(result.Shift!.Plans[2].Shifted.Interval.Low, (double)shift["plans"]![2]!["shifted"]!["low"]!, 9);
        Assert.Equal(result.Shift.Plans[2].Curves[5].Accuracies[4], (double)shift["plans"]![2]!["accuracies"]![5]![4]!, 9);
        Assert.Equal("pixelation", (string?)shift["corruptions"]![5]!["name"]);
        Assert.Equal(result.Shift.Differences.Count, shift["differences"]!.AsArray().Count);
        string document = File.ReadAllText(RepositoryRoot.Combine("docs", "report-schema.md"));
        Assert.All(Names(shift).Distinct(), name => Assert.Contains($"`{name}`", document, StringComparison.Ordinal));

        static IEnumerable<string> Names(JsonNode? node) => node switch
        {
            JsonObject members => members.SelectMany(member => Names(member.Value).Prepend(member.Key)),
            JsonArray items => items.SelectMany(Names),
            _ => [],
        };
    }

    [Fact]
    public void Pages_show_it_under_the_second_claim_and_in_a_section_of_its_own()
    {
        ComparisonResult result = ShiftSamples.With(SampleComparison.TwoClasses(), [.. Enumerable.Range(0, 30)]);
        string page = Text(stream => HtmlReport.Write(result, SampleComparison.TestPicture, stream));
        string finding = System.Net.WebUtility.HtmlEncode(result.Shift!.Finding);
        Assert.Equal(3, page.Split(finding).Length);
        Assert.True(page.IndexOf(finding, StringComparison.Ordinal) > page.IndexOf("id=\"claim-accuracy\"", StringComparison.Ordinal));
        string section = page[page.IndexOf("<section id=\"shift\"", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("</section>", StringComparison.Ordinal)];
        Assert.Equal(8, section.Split("<svg class=\"chart\"").Length);
        Assert.Contains("30 of the 60 test pictures", section, StringComparison.Ordinal);
        string text = Text(stream => MarkdownReport.Write(result, stream));
        Assert.Contains("\n## Under shift\n", text, StringComparison.Ordinal);
        Assert.Contains($"| two-phase | full | {Figures.Difference(result.Shift.Differences[^1].Clean.Metric, result.Shift.Differences[^1].Clean.Value)} (", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_was_not_measured_nothing_is_shown()
    {
        ComparisonResult result = SampleComparison.Of("frozen", "full");
        Assert.Null(JsonNode.Parse(Text(stream => JsonReport.Write(result, stream)))!["shift"]);
        Assert.DoesNotContain("shift", Text(stream => HtmlReport.Write(result, SampleComparison.TestPicture, stream)), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("shift", Text(stream => MarkdownReport.Write(result, stream)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Hostile_plan_names_are_shown_and_not_obeyed()
    {
        ComparisonResult result = ShiftSamples.With(SampleComparison.Hostile());
        Assert.DoesNotContain("<b>bold", Text(stream => HtmlReport.Write(result, SampleComparison.TestPicture, stream)), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>bold", Text(stream => MarkdownReport.Write(result, stream)), StringComparison.Ordinal);
    }

    private static string Text(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
