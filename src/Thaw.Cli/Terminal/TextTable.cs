using Spectre.Console;
using Thaw.Reports;

namespace Thaw.Cli.Terminal;

/// <summary>A report's table on a terminal.</summary>
internal static class TextTable
{
    /// <summary>Draws a table: what qualifies a cell stands behind it in brackets.</summary>
    public static Table Of(ReportTable table)
    {
        Table drawn = Display.NewTable();
        foreach (string header in table.Header)
            drawn.AddColumn(Markup.Escape(Numbers.Printable(header)));
        foreach (IReadOnlyList<ReportCell> row in table.Rows)
            drawn.AddRow([.. row.Select(cell => Markup.Escape(Numbers.Printable(cell.ToString())))]);
        return drawn;
    }
}
