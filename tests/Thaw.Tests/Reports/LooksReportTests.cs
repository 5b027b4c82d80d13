using System.Text;
using System.Text.RegularExpressions;
using Thaw.Comparison;
using Thaw.Images;
using Thaw.Reports;
using Thaw.Reports.Html;
using Thaw.Serving;
using Thaw.Tests.Serving;

namespace Thaw.Tests.Reports;

public sealed class LooksReportTests
{
    [Fact]
    public void Each_row_has_the_picture_and_a_heat_map_for_each_plan_with_words_for_it()
    {
        ComparisonResult result = SampleComparison.TwoClasses();
        var asked = new List<int>();
        string page = Write(result, (plan, picture) =>
        {
            asked.Add(plan);
            return ExplanationTests.Of(plan == 1 ? new float[4] : [1, 0, 0, 0], 2, picture.Width, picture.Height, [.. result.Data.Classes]);
        });
        Assert.Equal(asked.Order(), asked); // all of one plan before the next, so that a model is loaded once
        string section = Section(page);
        Assert.Contains("href=\"#looks\"", page, StringComparison.Ordinal);
        int rows = Regex.Matches(section, "<h3>").Count;
        Assert.InRange(rows, 1, 6);
        string[] images = [.. Regex.Matches(section, "<img [^>]*>").Select(match => match.Value)];
        Assert.Equal(rows * 6, images.Length);
        Assert.All(images, image => Assert.Matches("^<img alt=\"[^\"]{10,}\" src=\"data:image/png;base64,[A-Za-z0-9+/=]+\">$", image));
        Assert.Equal(rows, images.Count(image => image.Contains("heat map of full for &#39;cracked&#39;: strongest at the upper left", StringComparison.Ordinal)));
        Assert.Equal(rows, images.Count(image => image.Contains("no part of the picture speaks for it", StringComparison.Ordinal)));
        Assert.Contains("Grad-CAM at block4_conv3", section, StringComparison.Ordinal);
        Assert.Matches("full: (un)?cracked \\d+%", section);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("https?://", page);
        Assert.True(page.Length < 3_000_000, $"{page.Length} characters");
    }

    [Fact]
    public void The_surest_disagreements_come_first()
    {
        float[] Rows(params float[] positive) => [.. positive.SelectMany(p => new[] { 1 - p, p })];
        ComparisonResult made = SampleComparison.Of("frozen", "full", "two-phase");
        ComparisonResult result = With(made, Rows(0.9f, 0.9f, 0.6f, 0.99f, 0.2f), Rows(0.2f, 0.8f, 0.05f, 0.4f, 0.9f), Rows(0.9f, 0.9f, 0.1f, 0.4f, float.NaN));
        IReadOnlyList<Disagreement> found = Disagreement.Of(result);
        // The third plan diverged: picture 0 0.9 against 0.8, picture 4 0.8 against 0.9, then 0.6 and 0.6
        Assert.Equal([0, 4, 2, 3], found.Select(row => row.Picture));
        Assert.Equal([0.8f, 0.8f, 0.6f, 0.6f], found.Select(row => row.Score));
        Assert.All(found, row => Assert.Null(row.Told[2]));
        Assert.Equal([(1, 0.9f), (0, 0.8f)], found[0].Told.Take(2).Select(told => told!.Value));
    }

    [Fact]
    public void Without_models_or_other_plans_there_is_no_such_section()
    {
        Explanation Any(int plan, Picture picture) => ExplanationTests.Of([1], 1, picture.Width, picture.Height);
        Assert.DoesNotContain("looks", Write(SampleComparison.TwoClasses(), null), StringComparison.Ordinal);
        Assert.DoesNotContain("looks", Write(SampleComparison.Of("full"), Any), StringComparison.Ordinal);
        ComparisonResult two = SampleComparison.Of("frozen", "full");
        float[] same = [.. Enumerable.Repeat(0.5f, 10)];
        string page = Write(With(two, same, same), Any);
        Assert.Contains("told the same class for every test picture", Section(page), StringComparison.Ordinal);
        Assert.DoesNotContain("<img", Section(page), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_gone_does_not_cost_the_report()
    {
        ComparisonResult result = SampleComparison.TwoClasses();
        Assert.Contains("heat map not there", Section(Write(result, (_, _) => null)), StringComparison.Ordinal);
        using var stream = new MemoryStream();
        HtmlReport.Write(result, _ => throw new FileNotFoundException("gone"), stream, (_, _) => throw new InvalidOperationException("no picture to explain"));
        Assert.Contains("picture not there", Section(Encoding.UTF8.GetString(stream.ToArray())), StringComparison.Ordinal);
        using var models = new KeptModels(result, Path.GetTempPath());
        Assert.False(models.Any);
        Assert.Null(models.Explain(0, SampleComparison.TestPicture(0)));
    }

    [Fact]
    public void Hostile_names_are_shown_and_not_obeyed()
    {
        ComparisonResult result = SampleComparison.Hostile();
        string section = Section(Write(result, (_, picture) => ExplanationTests.Of([1], 1, picture.Width, picture.Height, [.. result.Data.Classes])));
        Assert.DoesNotContain("<script", section, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>bold", section, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src", section, StringComparison.Ordinal);
        Assert.Empty(Regex.Matches(section, "<[a-z]+[^<>]*\\son[a-z]+\\s*="));
    }

    [Fact]
    public void Many_plans_show_fewer_pictures()
    {
        ComparisonResult made = SampleComparison.TwoClasses();
        PlanRun[] runs = [.. Enumerable.Range(0, 15).Select(i => (PlanRun)made.Plans[i % 5] with { Plan = $"plan-{i}" })];
        ComparisonResult many = ComparisonResult.Of(made.Data, made.Setup, made.Environment, made.Test, runs, resamples: 10);
        string page = Write(many, (_, picture) => ExplanationTests.Of([1, 0, 0, 1], 2, picture.Width, picture.Height));
        Assert.Equal(2, Regex.Matches(Section(page), "<h3>").Count);
        Assert.True(page.Length < 3_000_000, $"{page.Length} characters");
    }

    private static ComparisonResult With(ComparisonResult made, params float[][] rows) => ComparisonResult.Of(
        made.Data, made.Setup, made.Environment,
        new TestSet { Names = [.. Enumerable.Range(0, rows[0].Length / 2).Select(i => $"{i}.png")], Labels = [.. Enumerable.Range(0, rows[0].Length / 2).Select(i => i % 2)] },
        [.. made.Plans.Zip(rows, (plan, row) => (PlanRun)plan with { Trials = [plan.Trials[0] with { TestProbabilities = row, Evidence = null }] })], resamples: 10);

    private static string Section(string page) => Regex.Match(page, "<section id=\"looks\">.*?</section>", RegexOptions.Singleline).Value;

    private static string Write(ComparisonResult result, Func<int, Picture, Explanation?>? explain)
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(result, SampleComparison.TestPicture, stream, explain);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
