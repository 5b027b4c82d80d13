using Thaw.Evaluation;

namespace Thaw.Tests.Evaluation;

public sealed class CurvesTests
{
    [Fact]
    public void The_roc_curve_of_five_pictures_by_hand()
    {
        // Sorted: .9+ .8- .6+- .1-   ->  (0,0) (0,1/2) (1/3,1/2) (2/3,1) (1,1)
        CurvePoint[] expected =
        [
            new(0, 0, double.PositiveInfinity), new(0, 0.5, .9f), new(1 / 3.0, 0.5, .8f), new(2 / 3.0, 1, .6f), new(1, 1, .1f),
        ];
        Assert.Equal(expected, Curves.Roc([1, 0, 1, 0, 0], [.9f, .8f, .6f, .6f, .1f]));
    }

    [Fact]
    public void Points_on_a_straight_line_are_left_out()
    {
        IReadOnlyList<CurvePoint> curve = Curves.Roc([1, 1, 1, 0, 0, 0], [.9f, .8f, .7f, .3f, .2f, .1f]);
        Assert.Equal([(0.0, 0.0), (0.0, 1.0), (1.0, 1.0)], curve.Select(p => (p.X, p.Y)));
    }

    [Fact]
    public void Equal_scores_give_the_diagonal()
    {
        Assert.Equal([(0.0, 0.0), (1.0, 1.0)], Curves.Roc([1, 0, 1], [.5f, .5f, .5f]).Select(p => (p.X, p.Y)));
    }

    [Fact]
    public void The_area_under_the_points_is_the_metric()
    {
        var random = new Thaw.Kernels.Pcg32(3);
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 2)];
        float[] scores = [.. labels.Select(l => (random.NextInt(12) + 4 * l) / 16f)];
        double area = 0;
        IReadOnlyList<CurvePoint> roc = Curves.Roc(labels, scores);
        for (int i = 1; i < roc.Count; i++)
            area += (roc[i].X - roc[i - 1].X) * (roc[i].Y + roc[i - 1].Y) / 2;
        Assert.Equal(References.ReferenceMetrics.AreaUnderRocCurve(labels, scores), area, 12);
    }

    [Fact]
    public void The_precision_recall_curve_of_five_pictures_by_hand()
    {
        CurvePoint[] expected = [new(0.5, 1, .9f), new(0.5, 0.5, .8f), new(1, 0.5, .6f), new(1, 0.4, .1f)];
        Assert.Equal(expected, Curves.PrecisionRecall([1, 0, 1, 0, 0], [.9f, .8f, .6f, .6f, .1f]));
    }

    [Fact]
    public void A_missing_class_gives_no_curve()
    {
        Assert.Empty(Curves.Roc([1, 1], [.1f, .2f]));
        Assert.Empty(Curves.Roc([0, 0], [.1f, .2f]));
        Assert.Empty(Curves.PrecisionRecall([0, 0], [.1f, .2f]));
        Assert.Throws<ArgumentException>(() => Curves.Roc([0, 1], [.1f]));
    }

    [Fact]
    public void The_confusion_matrix_is_that_of_scikit_learn()
    {
        float[] rows =
        [
            .7f, .2f, .1f, .2f, .5f, .3f, .1f, .2f, .7f, .4f, .3f, .3f, .3f, .3f, .4f,
            .5f, .25f, .25f, .05f, .05f, .9f, .1f, .8f, .1f, .3f, .4f, .3f, .2f, .2f, .6f,
        ];
        var matrix = new ConfusionMatrix([0, 1, 2, 2, 1, 0, 2, 1, 2, 2], rows, 3);
        int[] expected = [2, 0, 0, 0, 2, 1, 1, 1, 3];
        Assert.Equal(expected, Enumerable.Range(0, 9).Select(i => matrix[i / 3, i % 3]));
        Assert.Equal((5, 0.6), (matrix.CountOf(2), matrix.AccuracyOf(2)));
    }
}
