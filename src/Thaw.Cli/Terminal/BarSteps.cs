using Spectre.Console;

namespace Thaw.Cli.Terminal;

/// <summary>Progress for terminals: a bar a step.</summary>
/// <param name="console">Where to.</param>
/// <param name="context">The live display.</param>
internal sealed class BarSteps(IAnsiConsole console, ProgressContext context) : ISteps
{
    public IStep Begin(string title, double units) => new Step(context.AddTask(Markup.Escape(title), maxValue: units), title);

    public void Say(string line) => console.WriteLine(line);

    /// <summary>Draws bars while work runs, and clears them away.</summary>
    public static T During<T>(IAnsiConsole console, Func<ISteps, T> work) => console.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context => work(new BarSteps(console, context)));

    private sealed class Step(ProgressTask task, string title) : IStep
    {
        public void Report(double done, string detail)
        {
            task.Value = done;
            task.Description = Markup.Escape(detail.Length == 0 ? title : $"{title}: {detail}");
        }

        public void Dispose() => task.StopTask();
    }
}
