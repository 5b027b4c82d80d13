namespace Thaw.Reports;

/// <summary>A table of text, ready to be drawn on a terminal or a page. Nothing in it is escaped.</summary>
/// <param name="Title">What the table shows, in a line.</param>
/// <param name="Header">A name for each column.</param>
/// <param name="Rows">The rows, each with as many cells as the header; the first cell names the row.</param>
public sealed record ReportTable(string Title, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<ReportCell>> Rows);

/// <summary>A cell of a table.</summary>
/// <param name="Text">The value.</param>
/// <param name="Detail">What qualifies it, such as an interval; null where there is nothing.</param>
public readonly record struct ReportCell(string Text, string? Detail = null)
{
    /// <summary>The value, and in brackets what qualifies it.</summary>
    public override string ToString() => Detail is null ? Text : $"{Text} ({Detail})";

    /// <summary>A cell of text alone.</summary>
    /// <param name="text">The value.</param>
    public static implicit operator ReportCell(string text) => new(text);

    /// <summary>A cell of text alone.</summary>
    /// <param name="text">The value.</param>
    public static ReportCell FromString(string text) => new(text);
}
