namespace Thaw.Cli.Terminal;

/// <summary>Shows somebody who waits how far the work is.</summary>
internal interface ISteps
{
    /// <summary>Begins a step; disposing of it ends it.</summary>
    /// <param name="title">What is done, in a few words.</param>
    /// <param name="units">How much there is to do, above 0.</param>
    IStep Begin(string title, double units);

    /// <summary>Writes a line that stays.</summary>
    void Say(string line);
}

/// <summary>A step under way.</summary>
internal interface IStep : IDisposable
{
    /// <summary>Says how far it is; may be called from any thread.</summary>
    /// <param name="done">Units done in all.</param>
    /// <param name="detail">What is just going on; may be empty.</param>
    void Report(double done, string detail = "");
}
