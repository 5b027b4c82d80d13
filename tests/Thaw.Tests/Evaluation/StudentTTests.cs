using Thaw.Evaluation;

namespace Thaw.Tests.Evaluation;

public class StudentTTests
{
    // From the tables that every textbook has
    [Theory]
    [InlineData(1, 12.7062)]
    [InlineData(2, 4.30265)]
    [InlineData(3, 3.18245)]
    [InlineData(4, 2.77645)]
    [InlineData(9, 2.26216)]
    [InlineData(10, 2.22814)]
    [InlineData(30, 2.04227)]
    [InlineData(1000, 1.96234)]
    public void Quantiles_are_those_of_the_tables(int degrees, double quantile) => Assert.Equal(1, StudentT.Critical(0.05, degrees) / quantile, 5e-6);

    [Fact]
    public void The_interval_of_a_mean_is_by_hand()
    {
        // Mean 4, standard deviation 2, of three: 4 +- 4.30265 * 2 / sqrt 3
        Interval interval = StudentT.OfMean([2, 4, 6]);
        Assert.Equal(4 - 4.968275, interval.Low, 1e-4);
        Assert.Equal(4 + 4.968275, interval.High, 1e-4);
        Assert.False(StudentT.OfMean([2]).IsKnown);
        Assert.False(StudentT.OfMean([]).IsKnown);
        Assert.False(StudentT.OfMean([1, 2, double.NaN]).IsKnown);
    }
}
