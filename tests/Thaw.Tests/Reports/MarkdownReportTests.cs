using System.Text;
using Thaw.Comparison;
using Thaw.Reports;

namespace Thaw.Tests.Reports;

public sealed class MarkdownReportTests
{
    [Fact]
    public void Tables_have_as_many_cells_in_every_row_whatever_the_names_hold()
    {
        foreach (ComparisonResult result in new[] { SampleComparison.TwoClasses(), SampleComparison.FiveClasses(), SampleComparison.Hostile() })
        {
            string[] lines = Write(result).Split('\n');
            int columns = 0, tables = 0;
            foreach (string line in lines)
            {
                if (!line.StartsWith('|'))
                {
                    columns = 0;
                    continue;
                }
                int bars = Enumerable.Range(0, line.Length).Count(i => line[i] == '|' && (i == 0 || line[i - 1] != '\\'));
                tables += columns == 0 ? 1 : 0;
                columns = columns == 0 ? bars : columns;
                Assert.Equal(columns, bars);
            }
            Assert.True(tables >= 6, $"{tables} tables");
        }
    }

    [Fact]
    public void Hostile_names_are_shown_and_not_obeyed()
    {
        string text = Write(SampleComparison.Hostile());
        string outside = string.Concat(text.Split("````").Where((_, i) => i % 2 == 0));
        Assert.DoesNotContain("<script>", outside, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n# not", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[x](javascript", text, StringComparison.Ordinal);
        Assert.Contains("\\[x\\]\\(javascript:1\\)", text, StringComparison.Ordinal);
        Assert.Contains("````yaml\na: 1\n```\n</pre>", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a|b", "a\\|b")]
    [InlineData("*x* _y_ `z`", "\\*x\\* \\_y\\_ \\`z\\`")]
    [InlineData("<b>&", "&lt;b&gt;&amp;")]
    [InlineData("line\r\nbreak\u2028x", "line  break x")]
    [InlineData("C:\\pictures", "C:\\\\pictures")]
    public void Marks_are_escaped(string text, string expected) => Assert.Equal(expected, MarkdownText.Escape(text));

    [Theory]
    [InlineData("plain", "```\nplain\n```")]
    [InlineData("a\n```\nb\n", "````\na\n```\nb\n````")]
    [InlineData("`````", "``````\n`````\n``````")]
    public void Code_has_fences_that_it_cannot_close(string code, string expected) => Assert.Equal(expected, MarkdownText.Code(code));

    [Fact]
    public void Estimates_stand_beside_what_came()
    {
        ComparisonResult result = SampleComparison.Of("frozen", "full");
        Assert.DoesNotContain("estimated", Write(result), StringComparison.Ordinal);
        string text = Write(SampleComparison.Estimated(result, (2, 3), (0, 0)));
        Assert.Contains("| frozen | 2 s | 3 s | 1.50 |\n| full | 0 s | 0 s | - |\n| all plans | 2 s | 3 s | 1.50 |\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_verdict_the_intervals_and_the_command_are_there()
    {
        ComparisonResult result = SampleComparison.TwoClasses();
        string text = Write(result);
        Assert.StartsWith("# What freezing did: pictures/concrete-decks\n\n**Freezing ", text, StringComparison.Ordinal);
        Assert.Contains("Intervals are 95% intervals for", text, StringComparison.Ordinal);
        Assert.Contains("```sh\nthaw compare pictures/concrete-decks --backbone vgg16-imagenet --seeds 1,2,3\n```", text, StringComparison.Ordinal);
        Assert.Contains($"| full | {Figures.Value(Thaw.Evaluation.Metric.Accuracy, result.Plans[2].Metrics[0].Value)} (", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
    }

    private static string Write(ComparisonResult result)
    {
        using var stream = new MemoryStream();
        MarkdownReport.Write(result, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
