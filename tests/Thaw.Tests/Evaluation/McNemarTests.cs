using Thaw.Evaluation;

namespace Thaw.Tests.Evaluation;

public sealed class McNemarTests
{
    // The p-values are those of scipy 1.10.1's binomtest(a, a + b, 0.5)
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(3, 0, 0.25)]
    [InlineData(8, 2, 0.109375)]
    [InlineData(1, 9, 0.021484375)]
    [InlineData(12, 12, 1)]
    [InlineData(40, 20, 0.01348929373119186)]
    [InlineData(700, 800, 0.01055925546671162)]
    [InlineData(2000, 2300, 5.079935568923902e-06)]
    public void The_p_value_is_the_exact_binomial_one(int first, int second, double expected)
    {
        Assert.Equal(expected, McNemar.Of(first, second).PValue, 1e-9);
        Assert.Equal(expected, McNemar.Of(second, first).PValue, 1e-9);
    }

    [Fact]
    public void Only_disagreements_count()
    {
        int[] labels = [0, 0, 1, 1, 1];
        float[] first = [1, 0, 0, 1, 0, 1, 0, 1, 1, 0]; // right, wrong, right, right, wrong
        float[] second = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0]; // right, right, wrong, wrong, wrong
        McNemar test = new Evaluator(labels, 2).Compare(first, second);
        Assert.Equal((2, 1), (test.OnlyFirstRight, test.OnlySecondRight));
        Assert.Equal(1, test.PValue, 12);
    }

    [Fact]
    public void Negative_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => McNemar.Of(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => McNemar.Of(1, -2));
    }
}
