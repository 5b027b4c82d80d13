using Thaw.Evaluation.Pooling;

namespace Thaw.Tests.Evaluation.Pooling;

public sealed class StudentTTests
{
    /// <summary>Values of printed tables.</summary>
    [Theory]
    [InlineData(1, 12.70620474)]
    [InlineData(2, 4.30265273)]
    [InlineData(3, 3.18244631)]
    [InlineData(4, 2.77644511)]
    [InlineData(9, 2.26215716)]
    [InlineData(30, 2.04227246)]
    [InlineData(120, 1.97993041)]
    [InlineData(1000, 1.96233908)]
    public void Quantiles_are_those_of_the_tables(double degrees, double t) => Assert.Equal(t, StudentT.Quantile975(degrees), 6);

    [Fact]
    public void With_many_degrees_it_is_the_normal_distribution()
    {
        Assert.Equal(1.959964, StudentT.Quantile975(1e9), 3);
        Assert.InRange(StudentT.Quantile975(2.5), StudentT.Quantile975(3), StudentT.Quantile975(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile975(0.5));
    }

    /// <summary>With one degree of freedom it is Cauchy's distribution, whose tail is an arctangent; with two it is algebraic.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(7)]
    public void Tails_are_those_of_the_closed_forms(double t)
    {
        Assert.Equal(1 - 2 / Math.PI * Math.Atan(t), StudentT.Beyond(t, 1), 12);
        Assert.Equal(1 - t / Math.Sqrt(2 + t * t), StudentT.Beyond(t, 2), 12);
    }
}
