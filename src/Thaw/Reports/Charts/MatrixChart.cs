using Thaw.Evaluation;

namespace Thaw.Reports.Charts;

/// <summary>
/// A confusion matrix as tinted cells: true classes down, told classes across; the tint is the share of the row.
/// </summary>
internal static class MatrixChart
{
    private const double Left = 96, Top = 40;

    /// <summary>Draws the matrix as an SVG element.</summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="classes">The class names.</param>
    /// <param name="series">The number of the colour.</param>
    /// <param name="label">What the chart shows, for readers who do not see it.</param>
    public static string Draw(ConfusionMatrix matrix, IReadOnlyList<string> classes, int series, string label)
    {
        double cell = Math.Clamp(330.0 / classes.Count, 24, 76), tall = Math.Min(cell, 54);
        var svg = new SvgChart(Left + cell * classes.Count + 6, Top + tall * classes.Count + 6, label);
        int most = Math.Max(2, (int)(cell / 6.6));
        svg.Text(Left + cell * classes.Count / 2, 12, "told", "axis", "middle");
        svg.UprightText(11, Top + tall * classes.Count / 2, "true class");
        for (int told = 0; told < classes.Count; told++)
            svg.Text(Left + cell * (told + 0.5), Top - 8, classes[told], "label", "middle", most);
        for (int truth = 0; truth < classes.Count; truth++)
        {
            double y = Top + tall * truth;
            svg.Text(Left - 8, y + tall / 2 + 4, classes[truth], "label", "end", 11);
            int all = matrix.CountOf(truth);
            for (int told = 0; told < classes.Count; told++)
            {
                int count = matrix[truth, told];
                double share = all == 0 ? 0 : (double)count / all, x = Left + cell * told;
                svg.Rect(x + 1, y + 1, cell - 2, tall - 2, "cell");
                svg.Rect(x + 1, y + 1, cell - 2, tall - 2, SvgChart.Series(series) + " fill", Math.Round(0.04 + 0.81 * share, 2),
                    $"{classes[truth]} told as {classes[told]}: {Figures.Whole(count)} of {Figures.Whole(all)}");
                string ink = share > 0.55 ? "count strong" : count == 0 ? "count none" : "count";
                bool roomy = cell >= 50 && all > 0;
                svg.Text(x + cell / 2, y + tall / 2 + (roomy ? -1 : 4), Figures.Whole(count), ink, "middle");
                if (roomy)
                    svg.Text(x + cell / 2, y + tall / 2 + 14, Figures.Percent0(share), ink + " small", "middle");
            }
        }
        return svg.ToString();
    }
}
