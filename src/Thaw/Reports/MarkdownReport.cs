using System.Text;
using Thaw.Comparison;
using Thaw.Comparison.Advice;
using Thaw.Comparison.Claims;
using Thaw.Comparison.Evidence;
using Thaw.Evaluation;

using Thaw.Images;

namespace Thaw.Reports;

/// <summary><c>report.md</c>: a comparison as text and tables, for a pull request or a terminal.</summary>
public static class MarkdownReport
{
    private const int MostFiles = 20;
    private const int MostClasses = 12;

    /// <summary>Writes a comparison as Markdown with pipe tables, in UTF-8.</summary>
    /// <param name="result">A comparison.</param>
    /// <param name="stream">Written to and left open.</param>
    public static void Write(ComparisonResult result, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(stream);
        using var page = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        page.WriteLine($"# What freezing did: {MarkdownText.Escape(result.Data.Source)}");
        page.WriteLine();
        page.WriteLine($"**{MarkdownText.Escape(result.Verdict.Sentence)}**");
        page.WriteLine();
        page.WriteLine(MarkdownText.Escape(result.Verdict.Selection));
        IReadOnlyList<string> notes = ReportNotes.Of(result);
        if (notes.Count > 0)
            page.WriteLine();
        foreach (string note in notes)
            page.WriteLine($"- {MarkdownText.Escape(note)}");

        Heading(page, "Claims");
        foreach (Claim claim in result.Claims)
            page.WriteLine($"- **{claim.Number}. {claim.Name}, {ReportTexts.AnswerOf(claim.Answer)}.** {MarkdownText.Escape(claim.Sentence)}"
                + (claim.Number == 2 && result.Shift is { } shown ? " " + MarkdownText.Escape(shown.Finding) : ""));
        if (DriftTables.Blocks(result) is { } drift)
        {
            page.WriteLine();
            page.WriteLine(drift.Title + ":");
            page.WriteLine();
            Table(page, drift);
        }

        WriteAdvice(page, result);
        Heading(page, "Plans");
        foreach (PlanResult plan in result.Plans)
            page.WriteLine($"- **{MarkdownText.Escape(plan.Plan)}**: {MarkdownText.Escape(plan.Description)}");
        page.WriteLine();
        Table(page, ReportTables.Plans(result));
        if (result.Differences.Count > 0)
        {
            Heading(page, "Differences");
            Table(page, ReportTables.Differences(result));
            page.WriteLine();
            page.WriteLine(ReportTexts.Differences);
        }
        if (result.Shift is { } shift)
            WriteShift(page, shift);
        Heading(page, "Every metric");
        Table(page, ReportTables.AllMetrics(result));
        page.WriteLine();
        page.WriteLine(MarkdownText.Escape(ReportTexts.Metrics(result)));
        page.WriteLine();
        page.WriteLine(ReportTexts.Intervals(result));
        Heading(page, "Cost");
        Table(page, ReportTables.Costs(result));
        if (ReportTables.Estimates(result) is { } estimates)
        {
            page.WriteLine();
            Table(page, estimates);
            page.WriteLine();
            page.WriteLine(ReportTexts.Estimates);
        }
        Heading(page, "Trials");
        Table(page, ReportTables.Trials(result));
        Heading(page, CalibrationTable.Title);
        Table(page, CalibrationTable.Of(result));
        page.WriteLine();
        page.WriteLine(MarkdownText.Escape(CalibrationTable.Explanation(result)));
        if (result.Data.Classes.Count <= MostClasses)
            WriteConfusion(page, result);
        WriteData(page, result.Data, ReportTables.Data(result));
        Heading(page, "Run it again");
        page.WriteLine(MarkdownText.Code(result.Environment.CommandLine, "sh"));
        page.WriteLine();
        foreach ((string name, string value) in ReportTexts.Provenance(result))
            page.WriteLine($"- {name}: {MarkdownText.Escape(value)}");
        page.WriteLine();
        page.WriteLine("The whole recipe:");
        page.WriteLine();
        page.WriteLine(MarkdownText.Code(result.Setup.Recipe, "yaml"));
    }

    private static void WriteShift(StreamWriter page, ShiftResult shift)
    {
        Heading(page, "Under shift");
        page.WriteLine(MarkdownText.Escape(ShiftTables.Explanation(shift)));
        page.WriteLine();
        Table(page, ShiftTables.Plans(shift));
        if (shift.Differences.Count == 0)
            return;
        page.WriteLine();
        Table(page, ShiftTables.Differences(shift));
    }

    private static void WriteAdvice(StreamWriter page, ComparisonResult result)
    {
        if (result.Advice is not { } advice || AdviceOutcome.Of(result) is not { } outcome)
            return;
        Heading(page, "Advice, and what came true");
        page.WriteLine(MarkdownText.Escape(AdviceTexts.Sentence(advice)));
        page.WriteLine(MarkdownText.Escape(AdviceTexts.Outcome(advice, outcome)));
        page.WriteLine();
        Table(page, AdviceTexts.Table(result, outcome));
        page.WriteLine();
        foreach (string reason in advice.Reasons)
            page.WriteLine($"- {MarkdownText.Escape(reason)}");
    }

    private static void WriteConfusion(StreamWriter page, ComparisonResult result)
    {
        Heading(page, "Confusion");
        page.WriteLine("Rows are the true classes, columns what the kept model of the plan said.");
        foreach (PlanResult plan in result.Plans)
        {
            var matrix = new ConfusionMatrix(result.Test.Labels, plan.ChosenTrial.TestProbabilities.Span, result.Data.Classes.Count, plan.ChosenTrial.Threshold);
            page.WriteLine();
            Table(page, new ReportTable(
                plan.Plan,
                [plan.Plan, .. result.Data.Classes],
                [.. result.Data.Classes.Select((name, truth) => (IReadOnlyList<ReportCell>)
                [
                    name,
                    .. result.Data.Classes.Select((_, told) => (ReportCell)Figures.Whole(matrix[truth, told])),
                ])]));
        }
    }

    private static void WriteData(StreamWriter page, DataSummary data, ReportTable counts)
    {
        Heading(page, "Data");
        page.WriteLine($"Read from {MarkdownText.Escape(data.Source)}.");
        if (data.GroupPattern is not null)
            page.WriteLine($"Pictures that agree in `{data.GroupPattern.Replace('`', '\'').ReplaceLineEndings(" ")}` stay in one part.");
        page.WriteLine();
        Table(page, counts);
        if (data.Skipped.Count > 0)
        {
            page.WriteLine();
            page.WriteLine($"Skipped files ({Figures.Whole(data.Skipped.Count)}, all of them in `skipped.csv`):");
            page.WriteLine();
            foreach (SkippedFile file in data.Skipped.Take(MostFiles))
                page.WriteLine($"- {MarkdownText.Escape(file.Name)}: {MarkdownText.Escape(file.Reason)}");
        }
        if (data.Duplicates.Count > 0)
        {
            page.WriteLine();
            page.WriteLine($"The same picture in two parts ({Figures.Whole(data.Duplicates.Count)}):");
            page.WriteLine();
            foreach (DuplicatePicture pair in data.Duplicates.Take(MostFiles))
                page.WriteLine($"- {MarkdownText.Escape(pair.First)} ({pair.FirstPart}) and "
                    + $"{MarkdownText.Escape(pair.Second)} ({pair.SecondPart})");
        }
    }

    private static void Heading(StreamWriter page, string title)
    {
        page.WriteLine();
        page.WriteLine($"## {title}");
        page.WriteLine();
    }

    /// <summary>Writes a table with pipes.</summary>
    internal static void Table(StreamWriter page, ReportTable table)
    {
        page.WriteLine($"| {string.Join(" | ", table.Header.Select(MarkdownText.Escape))} |");
        page.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", table.Header.Count - 1))}");
        foreach (IReadOnlyList<ReportCell> row in table.Rows)
            page.WriteLine($"| {string.Join(" | ", row.Select(Cell))} |");
    }

    // The brackets of a detail are ours and need no escape
    private static string Cell(ReportCell cell) =>
        cell.Detail is null ? MarkdownText.Escape(cell.Text) : $"{MarkdownText.Escape(cell.Text)} ({MarkdownText.Escape(cell.Detail)})";
}
