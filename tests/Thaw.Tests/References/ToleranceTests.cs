using Xunit.Sdk;

namespace Thaw.Tests.References;

public class ToleranceTests
{
    [Fact]
    public void The_error_is_relative_to_the_largest_expected_value()
    {
        Assert.Equal(0.01, Tolerance.Error([-100, 1], [-100, 2]), 12);
        Tolerance.Near([-100, 1], [-100, 2.0], 0.011, "near");
        XunitException far = Assert.ThrowsAny<XunitException>(() => Tolerance.Near([-100, 1], [-100, 2.0], 0.009, "far"));
        Assert.Contains("far: relative error 0.01 is above 0.009; worst at 1: expected 1, got 2.", far.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Values_that_are_not_numbers_fail(double value) =>
        Assert.ThrowsAny<XunitException>(() => Tolerance.Near([1, 2], [1, value], 1e9, "broken"));

    [Fact]
    public void Other_lengths_fail() => Assert.ThrowsAny<XunitException>(() => Tolerance.Near([1.0, 2], new double[3], 1e9, "longer"));

    [Fact]
    public void Bits_tell_zeros_apart() => Assert.ThrowsAny<XunitException>(() => Tolerance.SameBits([0f], [-0f], "zeros"));

    [Fact]
    public void Finite_differences_give_known_slopes() =>
        Tolerance.Near(
            [12, Math.Cos(1)], FiniteDifference.Gradient(p => Math.Pow(p[0], 3) + Math.Sin(p[1]), [2, 1]), 1e-9, "slopes");
}
