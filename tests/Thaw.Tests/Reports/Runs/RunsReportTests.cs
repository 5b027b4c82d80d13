using System.Text;
using System.Text.Json.Nodes;
using Thaw.Reports.Runs;

namespace Thaw.Tests.Reports.Runs;

public sealed class RunsReportTests : IDisposable
{
    private readonly SampleRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void The_same_numbers_stand_in_all_three_files()
    {
        RunsComparison comparison = SampleRuns.Compare(_runs.Write("a", 1), _runs.Write("b", 2));
        RunsReport.WriteAll(comparison, _runs.At("out"));
        Assert.Equal(["report.html", "report.json", "report.md"], Directory.GetFiles(_runs.At("out")).Select(Path.GetFileName).Order());
        JsonNode json = JsonNode.Parse(File.ReadAllText(_runs.At("out", "report.json")))!;
        Assert.Equal((1, "runs", 2, 4), ((int)json["schemaVersion"]!, (string?)json["kind"], json["runs"]!.AsArray().Count, json["pooled"]!.AsArray().Count));
        Assert.Equal(comparison.Pooled[1].Difference.Interval.Low, (double)json["pooled"]![1]!["difference"]!["low"]!, 8);
        string difference = RunsTables.Pooled(comparison)!.Rows[1][3].ToString();
        Assert.Contains(difference, File.ReadAllText(_runs.At("out", "report.md")), StringComparison.Ordinal);
        string page = File.ReadAllText(_runs.At("out", "report.html"));
        Assert.Contains(comparison.Sentence, page, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Pooled difference in accuracy of each plan, with 95% intervals: last-block ", page, StringComparison.Ordinal);
        Assert.Equal(5, page.Split("<svg class=\"chart\"").Length - 1);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_in_a_run_becomes_markup()
    {
        RunsComparison comparison = SampleRuns.Compare(_runs.Write("a<b>", SampleComparison.Hostile()), _runs.Write("c", 1));
        RunsReport.WriteAll(comparison, _runs.At("out"));
        foreach (string file in (string[])["report.html", "report.md"])
        {
            string page = File.ReadAllText(_runs.At("out", file));
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("a<b>", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_single_run_is_shown_alone()
    {
        RunsComparison comparison = SampleRuns.Compare(_runs.Write("only", 1));
        Assert.Null(RunsTables.Pooled(comparison));
        Assert.Null(RunsTables.Settings(comparison));
        RunsReport.WriteAll(comparison, _runs.At("out"));
        Assert.Contains("One run alone", File.ReadAllText(_runs.At("out", "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_its_own_where_it_holds_nothing_else()
    {
        RunsComparison comparison = SampleRuns.Compare(_runs.Write("a", 1));
        Directory.CreateDirectory(_runs.At("out"));
        Assert.True(RunsReport.IsOwnFolder(_runs.At("out")));
        RunsReport.WriteAll(comparison, _runs.At("out"));
        Assert.True(RunsReport.IsOwnFolder(_runs.At("out")));
        File.WriteAllText(_runs.At("out", "mine.txt"), "mine");
        Assert.False(RunsReport.IsOwnFolder(_runs.At("out")));
        File.Delete(_runs.At("out", "mine.txt"));
        foreach (string other in (string[])["{}", "not json", "{\"kind\": 1}", "[]", "{\"kind\": \"other\"}"])
        {
            File.WriteAllText(_runs.At("out", "report.json"), other);
            Assert.False(RunsReport.IsOwnFolder(_runs.At("out")), other);
        }
        Assert.False(RunsReport.IsOwnFolder(_runs.At("a")));
    }

    [Fact]
    public void The_schema_document_names_every_property()
    {
        string document = File.ReadAllText(RepositoryRoot.Combine("docs", "report-schema.md"));
        using var stream = new MemoryStream();
        RunsReport.WriteJson(SampleRuns.Compare(_runs.Write("a", 1), _runs.Write("b", 2)), stream);
        var missing = new SortedSet<string>();
        Visit(JsonNode.Parse(Encoding.UTF8.GetString(stream.ToArray())));
        Assert.Empty(missing);

        void Visit(JsonNode? node)
        {
            foreach ((string name, JsonNode? value) in node as JsonObject ?? [])
            {
                if (!document.Contains($"`{name}`", StringComparison.Ordinal))
                    missing.Add(name);
                Visit(value);
            }
            foreach (JsonNode? item in node as JsonArray ?? [])
                Visit(item);
        }
    }
}
