using Thaw.Cli.Runs;
using Thaw.Comparison;

namespace Thaw.Cli.Tests.Runs;

public sealed class EstimateLinesTests
{
    [Fact]
    public void ThereIsALineAPlanAndATotal() => Assert.Equal(
        [
            "frozen: nothing left to do for 3 seeds.",
            "last-block: about 1.2 s for what is left of 3 seeds.",
            "full: at most about 14 s for 1 seed.",
            "In all: at most about 15 s.",
        ],
        EstimateLines.Of(new TimeEstimate(
        [
            new PlanTimeEstimate("frozen", 0, 3, 0, true, false),
            new PlanTimeEstimate("last-block", 1.2, 3, 2, true, false),
            new PlanTimeEstimate("full", 14, 1, 1, false, true),
        ])));

    [Fact]
    public void WhereAllIsDoneNothingIsLeft() =>
        Assert.Equal(["full: nothing left to do for 1 seed.", "In all: nothing left to do."], EstimateLines.Of(new TimeEstimate([new PlanTimeEstimate("full", 0, 1, 0, true, false)])));
}
