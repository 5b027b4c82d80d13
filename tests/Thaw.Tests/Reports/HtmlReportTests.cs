using System.Text;
using System.Text.RegularExpressions;
using Thaw.Comparison;
using Thaw.Images;
using Thaw.Reports;

namespace Thaw.Tests.Reports;

public sealed class HtmlReportTests
{
    private static readonly string[] Void = ["meta", "img", "br", "link"];

    [Fact]
    public void The_page_needs_nothing_from_outside_and_no_script()
    {
        foreach (ComparisonResult result in new[] { SampleComparison.TwoClasses(), SampleComparison.FiveClasses(), SampleComparison.Hostile() })
        {
            string page = Write(result);
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<link", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
            Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
            Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
            Assert.All(Regex.Matches(page, "(?:src|href)=\"([^\"]*)\"").Select(m => m.Groups[1].Value), target =>
                Assert.True(target.StartsWith('#') || target.StartsWith("data:image/png;base64,", StringComparison.Ordinal), target[..Math.Min(60, target.Length)]));
            Assert.Contains("prefers-color-scheme:dark", page, StringComparison.Ordinal);
            Assert.Contains("@media print", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Elements_are_closed_in_order_whatever_the_names_hold()
    {
        foreach (ComparisonResult result in new[] { SampleComparison.TwoClasses(), SampleComparison.FiveClasses(), SampleComparison.Hostile(), SampleComparison.Of("frozen") })
            AssertBalanced(Write(result));
    }

    [Fact]
    public void Estimates_stand_beside_what_came()
    {
        ComparisonResult result = SampleComparison.Of("frozen");
        Assert.DoesNotContain("estimated", Write(result), StringComparison.Ordinal);
        string page = Write(SampleComparison.Estimated(result, (2, 3)));
        Assert.Contains("<td>2 s</td><td>3 s</td><td>1.50</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("all plans", page, StringComparison.Ordinal);
        AssertBalanced(page);
    }

    [Fact]
    public void Hostile_names_are_shown_and_not_obeyed()
    {
        string page = Write(SampleComparison.Hostile());
        Assert.Contains("&lt;script&gt;alert(&#39;c&#39;)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("&lt;/style&gt;", page, StringComparison.Ordinal);
        Assert.Contains("&lt;/pre&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>bold", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>why", page, StringComparison.Ordinal);
        // A quote that ended an attribute early would leave an attribute that nobody wrote
        Assert.Empty(Regex.Matches(page, "<[a-z]+[^<>]*\\son[a-z]+\\s*="));
    }

    [Fact]
    public void The_verdict_and_every_section_are_there()
    {
        ComparisonResult result = SampleComparison.TwoClasses();
        string page = Write(result);
        Assert.Contains(System.Net.WebUtility.HtmlEncode(result.Verdict.Sentence), page, StringComparison.Ordinal);
        foreach (string id in new[] { "claims", "plans", "cost", "learning", "decisions", "calibration", "mistakes", "data", "numbers", "again" })
        {
            Assert.Contains($"<section id=\"{id}\"><h2>", page, StringComparison.Ordinal);
            Assert.Contains($"href=\"#{id}\"", page, StringComparison.Ordinal);
        }
        Assert.Equal(10, Regex.Matches(page, "<strong>[a-z-]+: (loss|accuracy)</strong>").Count);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.All(Regex.Matches(page, "<img [^>]*>").Select(m => m.Value), img => Assert.Contains("alt=\"", img, StringComparison.Ordinal));
        Assert.All(Regex.Matches(page, "<table>.{0,9}").Select(m => m.Value), table => Assert.Equal("<table><caption>", table[..16]));
    }

    [Fact]
    public void The_surest_mistake_comes_first_and_large_pictures_are_made_smaller()
    {
        ComparisonResult result = SampleComparison.Of("frozen");
        var rows = new float[40];
        for (int i = 0; i < 20; i++)
        {
            // Pictures 3 and 8 are wrong, 8 surer
            int told = i is 3 or 8 ? 1 - result.Test.Labels[i] : result.Test.Labels[i];
            rows[2 * i + told] = i == 8 ? 0.99f : 0.8f;
            rows[2 * i + 1 - told] = 1 - rows[2 * i + told];
        }
        PlanRun run = result.Plans[0] with { Trials = [result.Plans[0].Trials[0] with { TestProbabilities = rows }] };
        var asked = new List<int>();
        using var stream = new MemoryStream();
        HtmlReport.Write(ComparisonResult.Of(result.Data, result.Setup, result.Environment, result.Test, [run]), index =>
        {
            asked.Add(index);
            return new Picture(1200, 400, new byte[3 * 1200 * 400]);
        }, stream);
        Assert.Equal([8, 3], asked);
        string page = Encoding.UTF8.GetString(stream.ToArray());
        byte[] png = Convert.FromBase64String(Regex.Match(page, "base64,([^\"]+)").Groups[1].Value);
        Assert.Equal((160, 53), ((png[18] << 8) | png[19], (png[22] << 8) | png[23]));
    }

    [Fact]
    public void A_picture_that_is_gone_does_not_cost_the_report()
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(SampleComparison.TwoClasses(), _ => throw new FileNotFoundException("gone"), stream);
        Assert.Contains("picture not there", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Degenerate_comparisons_have_a_page_as_well()
    {
        ComparisonResult one = SampleComparison.Of("full");
        PlanRun bare = one.Plans[0] with
        {
            Timing = new PlanTiming { SecondsPerEpoch = double.NaN, SecondsForward = double.NaN, SecondsBackward = double.NaN, SecondsTotal = double.NaN, PeakBytes = 0 },
            Trials = [one.Plans[0].Trials[0] with { History = [], BestEpoch = 0, Seconds = 0, ValidationLoss = double.NaN, TestProbabilities = Enumerable.Repeat(float.NaN, 40).ToArray() }],
        };
        string page = Write(ComparisonResult.Of(one.Data, one.Setup, one.Environment, one.Test, [bare]));
        AssertBalanced(page);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.Contains("diverged", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Forty_classes_fit()
    {
        string[] classes = [.. Enumerable.Range(0, 40).Select(c => $"class {c}")];
        ComparisonResult two = SampleComparison.Of("frozen", "full");
        int[] labels = [.. Enumerable.Range(0, 80).Select(i => i % 40)];
        var random = new Thaw.Kernels.Pcg32(1);
        PlanRun[] runs = [.. two.Plans.Select(p => p with { Trials = [p.Trials[0] with { TestProbabilities = Evaluation.ScoresTests.RandomRows(ref random, 80, 40) }] })];
        ComparisonResult many = ComparisonResult.Of(
            two.Data with { Classes = classes, Parts = [new("test", [.. classes.Select(_ => 2)], [])] },
            two.Setup,
            two.Environment,
            new TestSet { Names = [.. labels.Select((_, i) => $"{i}.png")], Labels = labels },
            runs);
        string page = Write(many);
        AssertBalanced(page);
        Assert.Contains("was told as", page, StringComparison.Ordinal);
        Assert.Contains("The 30 hardest of 40 classes", page, StringComparison.Ordinal);
    }

    private static string Write(ComparisonResult result)
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(result, SampleComparison.TestPicture, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Every tag that opens is closed by the next one that closes at its depth.</summary>
    private static void AssertBalanced(string page)
    {
        var open = new Stack<string>();
        foreach (Match tag in Regex.Matches(page, "<(/?)([a-zA-Z0-9]+)((?:\\s+[a-zA-Z0-9-]+=\"[^\"<>]*\")*)\\s*(/?)>"))
        {
            string name = tag.Groups[2].Value;
            if (tag.Groups[1].Value == "/")
                Assert.Equal(open.Pop(), name);
            else if (tag.Groups[4].Value != "/" && !Void.Contains(name))
                open.Push(name);
        }
        Assert.Empty(open);
        // Whatever else looks like a tag is one that the pattern above did not understand
        string rest = Regex.Replace(page, "<(/?)([a-zA-Z0-9]+)((?:\\s+[a-zA-Z0-9-]+=\"[^\"<>]*\")*)\\s*(/?)>", "");
        Assert.Equal("<!DOCTYPE html>", Regex.Match(rest, "<[^>]*>").Value);
        Assert.Single(Regex.Matches(rest, "<"));
    }
}
