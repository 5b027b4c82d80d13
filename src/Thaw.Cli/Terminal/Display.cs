using Spectre.Console;

namespace Thaw.Cli.Terminal;

/// <summary>
/// The two streams of a verb: results go to stdout; progress goes there too, or to stderr where stdout is to hold nothing but JSON.
/// </summary>
internal sealed class Display
{
    private const int PipeWidth = 160;
    private readonly TextWriter _progress;
    private readonly bool _isTerminal;

    private Display(bool json)
    {
        _progress = json ? Console.Error : Console.Out;
        _isTerminal = !(json ? Console.IsErrorRedirected : Console.IsOutputRedirected);
    }

    /// <summary>The display of a verb.</summary>
    /// <param name="json">Whether stdout gets JSON alone.</param>
    public static Display For(bool json) => new(json);

    /// <summary>Runs work that shows its progress: bars on a terminal, lines in a pipe.</summary>
    public T During<T>(Func<ISteps, T> work) => _isTerminal ? BarSteps.During(Ansi(_progress, true), work) : work(new PlainSteps(_progress, TimeProvider.System));

    /// <summary>Writes a line beside the progress.</summary>
    public void Say(string line) => _progress.WriteLine(line);

    /// <summary>Writes a table to stdout.</summary>
    public static void Write(Table table) => Ansi(Console.Out, !Console.IsOutputRedirected).Write(table);

    /// <summary>An empty table in the style of the place where stdout goes.</summary>
    public static Table NewTable() => new() { Border = Console.IsOutputRedirected ? TableBorder.Simple : TableBorder.Rounded };

    private static IAnsiConsole Ansi(TextWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = PipeWidth;
        return console;
    }
}
