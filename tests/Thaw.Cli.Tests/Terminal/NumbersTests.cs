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

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(93_672, "94 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1.0 MB")]
    [InlineData(58_889_256, "58.9 MB")]
    [InlineData(553_000_000, "553 MB")]
    [InlineData(1_240_000_000, "1.24 GB")]
    public void SizesReadWell(long bytes, string expected) => Assert.Equal(expected, Numbers.Size(bytes));

    [Fact]
    public void TextSteersNoTerminal() => Assert.Equal("a?[31mb?c", Numbers.Printable("a\u001b[31mb\u009bc"));

    [Fact]
    public void WhatIsNoNumberIsADash() => Assert.Equal("-", Numbers.Percent(double.NaN));
}
