namespace Thaw.Weights.Store.Downloads;

/// <summary>A file that could not be fetched, or that is not what its publisher says it is. Nothing was stored.</summary>
public sealed class DownloadException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line that says what happened and what to do.</param>
    public DownloadException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">One line that says what happened and what to do.</param>
    /// <param name="innerException">What was caught.</param>
    public DownloadException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
