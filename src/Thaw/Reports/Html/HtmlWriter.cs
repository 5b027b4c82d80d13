using System.Net;
using System.Text;

namespace Thaw.Reports.Html;

/// <summary>Builds a page; whatever is not markup of our own is escaped.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _page = new();

    /// <summary>Adds markup of our own.</summary>
    public HtmlWriter Raw(string markup)
    {
        _page.Append(markup).Append('\n');
        return this;
    }

    /// <summary>Adds an element that holds text alone.</summary>
    /// <param name="name">The element's name.</param>
    /// <param name="text">Anything; escaped here.</param>
    /// <param name="css">Class names, or null.</param>
    public HtmlWriter Element(string name, string text, string? css = null) =>
        Raw($"<{name}{(css is null ? "" : $" class=\"{css}\"")}>{Escape(text)}</{name}>");

    /// <summary>Begins a section with its heading.</summary>
    /// <param name="id">Where links lead.</param>
    /// <param name="title">The heading.</param>
    public HtmlWriter BeginSection(string id, string title) => Raw($"<section id=\"{id}\"><h2>{Escape(title)}</h2>");

    /// <summary>Ends a section.</summary>
    public HtmlWriter EndSection() => Raw("</section>");

    /// <summary>Adds a chart with its heading and what to see in it.</summary>
    /// <param name="title">The heading; escaped here.</param>
    /// <param name="svg">The chart.</param>
    /// <param name="caption">How to read it, or null; escaped here.</param>
    public HtmlWriter Figure(string title, string svg, string? caption = null)
    {
        string reading = caption is null ? "" : $"<span>{Escape(caption)}</span>";
        return Raw($"<figure><figcaption><strong>{Escape(title)}</strong>{reading}</figcaption>{svg}</figure>");
    }

    /// <summary>Adds a table; a first cell that names a plan gets the plan's mark.</summary>
    /// <param name="table">The table.</param>
    /// <param name="plans">The plans in order, or none.</param>
    /// <param name="link">Where a row's first cell leads, or null; escaped here.</param>
    public HtmlWriter Table(ReportTable table, IReadOnlyList<string>? plans = null, Func<string, string>? link = null)
    {
        string title = Escape(table.Title);
        _page.Append($"<div class=\"table\" role=\"region\" tabindex=\"0\" "
            + $"aria-label=\"{title}\"><table><caption><span>{title}</span></caption><thead><tr>");
        foreach (string header in table.Header)
            _page.Append("<th scope=\"col\">").Append(Escape(header)).Append("</th>");
        _page.Append("</tr></thead><tbody>\n");
        foreach (IReadOnlyList<ReportCell> row in table.Rows)
        {
            int plan = plans is null ? -1 : IndexOf(plans, row[0].Text);
            string name = link is null ? Escape(row[0].Text) : $"<a href=\"{Escape(link(row[0].Text))}\">{Escape(row[0].Text)}</a>";
            _page.Append("<tr><th scope=\"row\">").Append(plan < 0 ? "" : Swatch(plan)).Append(name).Append("</th>");
            foreach (ReportCell cell in row.Skip(1))
            {
                _page.Append("<td>").Append(Escape(cell.Text));
                if (cell.Detail is not null)
                    _page.Append(" <small>").Append(Escape(cell.Detail)).Append("</small>");
                _page.Append("</td>");
            }
            _page.Append("</tr>\n");
        }
        return Raw("</tbody></table></div>");
    }

    /// <summary>A plan's mark, in a line of text.</summary>
    public static string Swatch(int series)
    {
        var svg = new Charts.SvgChart(14, 14, "");
        svg.Marker(series, 7, 7, 4.6);
        return svg.ToString().Replace("class=\"chart\"", "class=\"swatch\"", StringComparison.Ordinal)
            .Replace(" role=\"img\" aria-label=\"\"", " aria-hidden=\"true\"", StringComparison.Ordinal);
    }

    /// <summary>Text made harmless in content and in quoted attributes.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>The page so far.</summary>
    public override string ToString() => _page.ToString();

    private static int IndexOf(IReadOnlyList<string> plans, string name)
    {
        for (int i = 0; i < plans.Count; i++)
        {
            if (plans[i] == name)
                return i;
        }
        return -1;
    }
}
