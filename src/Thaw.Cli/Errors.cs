using Thaw.Images;
using Thaw.Packaging;
using Thaw.Reports.Runs;
using Thaw.Training;
using Thaw.Weights;

namespace Thaw.Cli;

/// <summary>Turns exceptions into an exit code and one line that says what to do.</summary>
internal static class Errors
{
    private const int DiskFullOnLinux = 28, DiskFullOnWindows = unchecked((int)0x80070070);

    /// <summary>The exit code and the line for an exception.</summary>
    public static (int Code, string Line) Describe(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [Exception only, ..] } => Describe(only),
        UsageException => (ExitCode.WrongUsage, OneLine(exception.Message)),
        StoppedException => (ExitCode.Stopped, OneLine(exception.Message)),
        OperationCanceledException => (ExitCode.Stopped, "Stopped."),
        IOException io when IsDiskFull(io) =>
            (ExitCode.Failed, $"The disk is full ({OneLine(io.Message)}); make room, or choose another place with --out. A run that has begun goes on with --resume."),
        UnauthorizedAccessException => (ExitCode.Failed, OneLine(exception.Message) + " Choose another place, or change its permissions."),
        OutOfMemoryException => (ExitCode.Failed, "There is not enough memory; use a smaller --batch or --image-size."),
        FailureException or ImageSetException or ImageFormatException or WeightsFormatException or ModelFormatException or TrainingException or ReportFormatException or IOException
            => (ExitCode.Failed, OneLine(exception.Message)),
        ArgumentException => (ExitCode.Failed, OneLine(WithoutParameter((ArgumentException)exception))),
        _ => (ExitCode.Failed, $"Unexpected {exception.GetType().Name}: {OneLine(exception.Message)} This is a mistake in Thaw; THAW_TRACE=1 shows where."),
    };

    private static bool IsDiskFull(IOException exception) =>
        exception.HResult is DiskFullOnLinux or DiskFullOnWindows || exception.Message.StartsWith("No space left on device", StringComparison.Ordinal);

    // .NET appends "(Parameter 'x')" and "Actual value was y.", which mean nothing to a user
    private static string WithoutParameter(ArgumentException exception)
    {
        int end = exception.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
