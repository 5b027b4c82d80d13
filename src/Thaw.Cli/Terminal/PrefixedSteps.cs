namespace Thaw.Cli.Terminal;

/// <summary>Says before everything which part of a larger work it belongs to.</summary>
/// <param name="inner">Where to show it.</param>
/// <param name="prefix">What to say, such as <c>Split 2 of 5</c>.</param>
internal sealed class PrefixedSteps(ISteps inner, string prefix) : ISteps
{
    public IStep Begin(string title, double units) => new Step(inner.Begin($"{prefix}: {title}", units), prefix);

    public void Say(string line) => inner.Say($"{prefix}: {line}");

    private sealed class Step(IStep inner, string prefix) : IStep
    {
        // Bars show the detail in place of the title
        public void Report(double done, string detail) => inner.Report(done, detail.Length == 0 ? detail : $"{prefix}, {detail}");

        public void Dispose() => inner.Dispose();
    }
}
