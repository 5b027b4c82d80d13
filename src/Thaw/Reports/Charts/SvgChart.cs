using System.Globalization;
using System.Net;
using System.Text;

namespace Thaw.Reports.Charts;

/// <summary>
/// A drawing surface for one chart: an inline SVG whose colours come from the page's style sheet, by class name. Coordinates
/// are in units of the view box, x to the right and y down; the page scales the whole. Text is escaped here.
/// </summary>
internal sealed class SvgChart
{
    private readonly StringBuilder _body = new();
    private readonly string _open;

    /// <summary>Starts a chart.</summary>
    /// <param name="width">Width of the view box.</param>
    /// <param name="height">Height of the view box.</param>
    /// <param name="label">What the chart shows, for readers who do not see it.</param>
    public SvgChart(double width, double height, string label)
    {
        Width = width;
        Height = height;
        _open = $"<svg class=\"chart\" viewBox=\"0 0 {Number(width)} {Number(height)}\" role=\"img\" "
            + $"aria-label=\"{WebUtility.HtmlEncode(label)}\">";
    }

    /// <summary>Width of the view box.</summary>
    public double Width { get; }

    /// <summary>Height of the view box.</summary>
    public double Height { get; }

    /// <summary>The class name of a series' colour, and its marker's number: six of each, then again.</summary>
    public static string Series(int index) => $"s{(index % 6).ToString(CultureInfo.InvariantCulture)}";

    public void Line(double x1, double y1, double x2, double y2, string css) =>
        _body.Append($"<line x1=\"{Number(x1)}\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}\" y2=\"{Number(y2)}\" class=\"{css}\"/>");

    public void Rect(double x, double y, double width, double height, string css, double opacity = 1, string? tip = null)
    {
        string style = opacity < 1 ? $" fill-opacity=\"{Number(opacity)}\"" : "";
        string open = $"<rect x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\" "
            + $"class=\"{css}\"{style}";
        _body.Append(tip is null ? open + "/>" : $"{open}><title>{WebUtility.HtmlEncode(tip)}</title></rect>");
    }

    /// <summary>A line through points; those that are not numbers break it.</summary>
    public void Path(IEnumerable<(double X, double Y)> points, string css)
    {
        var path = new StringBuilder();
        bool down = false;
        foreach ((double x, double y) in points)
        {
            if (!double.IsFinite(x) || !double.IsFinite(y))
            {
                down = false;
                continue;
            }
            path.Append(down ? 'L' : 'M').Append(Number(x)).Append(' ').Append(Number(y));
            down = true;
        }
        if (path.Length > 0)
            _body.Append($"<path d=\"{path}\" class=\"{css}\"/>");
    }

    /// <summary>
    /// A mark of one of six shapes, so that series differ without colour: disc, square, triangle, diamond, inverted triangle,
    /// ring.
    /// </summary>
    public void Marker(int series, double x, double y, double radius, string? tip = null)
    {
        string title = tip is null ? "" : $"<title>{WebUtility.HtmlEncode(tip)}</title>";
        string css = Series(series) + " mark";
        double r = radius;
        string shape = (series % 6) switch
        {
            1 => Polygon([(x - r * 0.9, y - r * 0.9), (x + r * 0.9, y - r * 0.9), (x + r * 0.9, y + r * 0.9), (x - r * 0.9, y + r * 0.9)]),
            2 => Polygon([(x, y - r * 1.15), (x + r * 1.1, y + r * 0.85), (x - r * 1.1, y + r * 0.85)]),
            3 => Polygon([(x, y - r * 1.25), (x + r * 1.25, y), (x, y + r * 1.25), (x - r * 1.25, y)]),
            4 => Polygon([(x, y + r * 1.15), (x + r * 1.1, y - r * 0.85), (x - r * 1.1, y - r * 0.85)]),
            5 => $"<circle cx=\"{Number(x)}\" cy=\"{Number(y)}\" r=\"{Number(r)}\" class=\"{css} ring\"",
            _ => $"<circle cx=\"{Number(x)}\" cy=\"{Number(y)}\" r=\"{Number(r)}\" class=\"{css}\"",
        };
        _body.Append($"{shape}>{title}</{(shape[1] == 'c' ? "circle" : "polygon")}>");

        string Polygon(IEnumerable<(double X, double Y)> corners) =>
            $"<polygon points=\"{string.Join(' ', corners.Select(c => $"{Number(c.X)},{Number(c.Y)}"))}\" class=\"{css}\"";
    }

    /// <summary>A small open circle.</summary>
    public void Dot(double x, double y, double radius, string css) =>
        _body.Append($"<circle cx=\"{Number(x)}\" cy=\"{Number(y)}\" r=\"{Number(radius)}\" class=\"{css}\"/>");

    /// <summary>Text with its baseline at y.</summary>
    /// <param name="x">Where the anchor is.</param>
    /// <param name="y">The baseline.</param>
    /// <param name="text">Anything; escaped here.</param>
    /// <param name="css">Class names.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    /// <param name="most">The most characters to show; a longer text ends in an ellipsis and is whole in its tip.</param>
    public void Text(double x, double y, string text, string css = "label", string anchor = "start", int most = int.MaxValue)
    {
        string shown = text.ReplaceLineEndings(" ");
        string tip = "";
        if (shown.Length > most)
        {
            tip = $"<title>{WebUtility.HtmlEncode(shown)}</title>";
            int cut = Math.Max(1, most - 1);
            shown = shown[..(char.IsHighSurrogate(shown[cut - 1]) ? cut - 1 : cut)] + "\u2026";
        }
        _body.Append($"<text x=\"{Number(x)}\" y=\"{Number(y)}\" class=\"{css}\" "
            + $"text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(shown)}{tip}</text>");
    }

    /// <summary>Text that reads upwards, its middle at the point.</summary>
    public void UprightText(double x, double y, string text, string css = "axis") => _body.Append(
        $"<text transform=\"translate({Number(x)} {Number(y)}) rotate(-90)\" class=\"{css}\" "
            + $"text-anchor=\"middle\">{WebUtility.HtmlEncode(text)}</text>");

    /// <summary>About how wide a text is at the size of labels.</summary>
    public static double WidthOf(string text) => 6.6 * text.Length;

    /// <summary>The SVG element.</summary>
    public override string ToString() => _open + _body + "</svg>";

    private static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
