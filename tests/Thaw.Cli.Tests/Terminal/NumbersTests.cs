using Thaw.Cli.Terminal;

namespace Thaw.Cli.Tests.Terminal;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0.0314, "31 ms")]
    [InlineData(0.5, "0.5 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(99.4, "99 s")]
    [InlineData(100, "1.7 min")]
    [InlineData(7200, "2.0 h")]
    public void DurationsReadWell(double seconds, string expected) => Assert.Equal(expected, Numbers.Duration(seconds));

    [Fact]
    public void WhatIsNoNumberIsADash() => Assert.Equal("-", Numbers.Percent(double.NaN));
}
