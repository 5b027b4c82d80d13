using Thaw.Cli.Runs;
using Thaw.Images;

namespace Thaw.Cli.Tests.Runs;

public sealed class FileGroupsTests
{
    private static readonly ImageFile[] Files =
        [new("/x/a/7001-26.jpg", "a/7001-26.jpg", 0, "own"), new("/x/b/7002-1.jpg", "b/7002-1.jpg", 1)];

    [Fact]
    public void APatternTakesItsFirstCaptureOrTheWholeMatchOfTheLastPart()
    {
        Assert.Equal((IEnumerable<string?>)["7001", "7002"], FileGroups.Of(Files, @"^(\d+)-"));
        Assert.Equal((IEnumerable<string?>)["7001-", "7002-"], FileGroups.Of(Files, @"^\d+-"));
        Assert.Equal((IEnumerable<string?>)[null, null], FileGroups.Of(Files, "^[ab]/"));
    }

    [Fact]
    public void WithoutAPatternTheSetDecides() => Assert.Equal((IEnumerable<string?>)["own", null], FileGroups.Of(Files, null));

    [Fact]
    public void IntervalsDrawGroupsFromTenUp()
    {
        string[] Groups(int count) => [.. Enumerable.Range(0, 30).Select(i => $"g{i % count}")];
        Assert.Null(FileGroups.Enough(Groups(9)));
        Assert.Equal(Groups(10), FileGroups.Enough(Groups(10)));
        Assert.Null(FileGroups.Enough([.. Groups(10), null]));
    }
}
