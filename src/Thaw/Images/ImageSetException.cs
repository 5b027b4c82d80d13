namespace Thaw.Images;

/// <summary>
/// A folder or list of pictures that cannot be used as it is: missing, without classes, too small to split, or with too many
/// files that cannot be read. The message is one line that says what to do.
/// </summary>
public sealed class ImageSetException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line that says what was expected, what came and what to do.</param>
    public ImageSetException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">One line that says what was expected, what came and what to do.</param>
    /// <param name="innerException">What was caught.</param>
    public ImageSetException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
