using Thaw.Cli.Terminal;

namespace Thaw.Cli.Tests.Terminal;

public sealed class PlainStepsTests
{
    [Fact]
    public void AStepWritesALineEveryTenSeconds()
    {
        var clock = new Clock();
        var writer = new StringWriter { NewLine = "\n" };
        var steps = new PlainSteps(writer, clock);
        using (IStep step = steps.Begin("Reading", 40))
        {
            for (int second = 1; second <= 25; second++)
            {
                clock.Now += TimeSpan.FromSeconds(1);
                step.Report(second, second < 20 ? "" : "late");
            }
        }
        steps.Say("Done.");
        Assert.Equal("Reading.\nReading: 10 of 40.\nReading: 20 of 40, late.\nDone.\n", writer.ToString());
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
