namespace Thaw.Packaging;

/// <summary>
/// A file that is not a model zip that Thaw can load: no zip, damaged, of a newer format, or at odds with itself. It is the only exception
/// that a model's content causes; a file that is missing or can't be opened stays an <see cref="IOException"/> or an
/// <see cref="UnauthorizedAccessException"/>.
/// </summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line that says what was expected and what came.</param>
    public ModelFormatException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">One line that says what was expected and what came.</param>
    /// <param name="innerException">What was caught.</param>
    public ModelFormatException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
