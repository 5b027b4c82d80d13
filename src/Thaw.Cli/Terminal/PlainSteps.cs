using System.Globalization;

namespace Thaw.Cli.Terminal;

/// <summary>Progress for pipes and files: plain lines, one every ten seconds within a step.</summary>
/// <param name="writer">Where to.</param>
/// <param name="clock">What time it is.</param>
internal sealed class PlainSteps(TextWriter writer, TimeProvider clock) : ISteps
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();

    public IStep Begin(string title, double units)
    {
        Say(title + ".");
        return new Step(this, title, units);
    }

    public void Say(string line)
    {
        lock (_gate)
            writer.WriteLine(line);
    }

    private sealed class Step(PlainSteps owner, string title, double units) : IStep
    {
        private readonly Lock _gate = new();
        private long _said = owner.Now;

        public void Report(double done, string detail)
        {
            lock (_gate)
            {
                if (owner.Since(_said) < Interval)
                    return;
                _said = owner.Now;
            }
            string more = detail.Length == 0 ? "" : ", " + detail;
            owner.Say(string.Create(CultureInfo.InvariantCulture, $"{title}: {done:0} of {units:0}{more}."));
        }

        public void Dispose()
        {
        }
    }

    private long Now => clock.GetTimestamp();

    private TimeSpan Since(long timestamp) => clock.GetElapsedTime(timestamp);
}
