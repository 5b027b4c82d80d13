using System.Text;

namespace Thaw.Reports.Runs;

/// <summary>Several runs as <c>report.md</c>.</summary>
internal static class RunsMarkdown
{
    public static void Write(RunsComparison comparison, Stream stream)
    {
        using var page = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        page.WriteLine("# Runs side by side");
        page.WriteLine();
        page.WriteLine($"**{MarkdownText.Escape(comparison.Sentence)}**");
        if (comparison.Notes.Count > 0)
            page.WriteLine();
        foreach (string note in comparison.Notes)
            page.WriteLine($"- {MarkdownText.Escape(note)}");
        Section(page, "Pooled", RunsTables.Pooled(comparison), RunsTexts.Pooling);
        Section(page, "Differences", RunsTables.Differences(comparison), RunsTexts.Single);
        Section(page, "Accuracy", RunsTables.Accuracy(comparison));
        Section(page, "Time", RunsTables.Times(comparison));
        Section(page, "Runs", RunsTables.Runs(comparison));
        Section(page, "Settings that differ", RunsTables.Settings(comparison));
        Section(page, "Claims", RunsTables.Claims(comparison));
        page.WriteLine();
        page.WriteLine("## Made by");
        page.WriteLine();
        page.WriteLine(MarkdownText.Code(comparison.CommandLine, "sh"));
    }

    private static void Section(StreamWriter page, string title, ReportTable? table, string? reading = null)
    {
        if (table is null)
            return;
        page.WriteLine();
        page.WriteLine($"## {title}");
        page.WriteLine();
        MarkdownReport.Table(page, table);
        if (reading is null)
            return;
        page.WriteLine();
        page.WriteLine(MarkdownText.Escape(reading));
    }
}
