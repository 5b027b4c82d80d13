using Thaw.Training;

namespace Thaw.Tests.Training;

public class CheckpointPaceTests
{
    [Fact]
    public void The_first_epoch_is_kept_and_then_writing_takes_a_fiftieth_of_the_time()
    {
        var pace = new CheckpointPace();
        Assert.True(pace.IsDue);
        pace.Write(() => Thread.Sleep(50));
        Assert.False(pace.IsDue);
        Thread.Sleep(100);
        Assert.False(pace.IsDue);
        Assert.True(SpinWait.SpinUntil(() => pace.IsDue, 20_000));
    }
}
