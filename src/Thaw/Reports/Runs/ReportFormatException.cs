namespace Thaw.Reports.Runs;

/// <summary>A report or its predictions cannot be read; the message is one line that names the file and what was expected.</summary>
public sealed class ReportFormatException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">One line: the file, what was expected, what came.</param>
    /// <param name="inner">Where it came from, or null.</param>
    public ReportFormatException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
