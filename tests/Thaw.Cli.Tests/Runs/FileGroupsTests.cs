using Thaw.Cli.Runs;

namespace Thaw.Cli.Tests.Runs;

public sealed class FileGroupsTests
{
    [Fact]
    public void IntervalsDrawGroupsFromTenUp()
    {
        string[] Groups(int count) => [.. Enumerable.Range(0, 30).Select(i => $"g{i % count}")];
        Assert.Null(FileGroups.Enough(Groups(9)));
        Assert.Equal(Groups(10), FileGroups.Enough(Groups(10)));
        Assert.Null(FileGroups.Enough([.. Groups(10), null]));
    }
}
