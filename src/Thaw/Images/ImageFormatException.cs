namespace Thaw.Images;

/// <summary>
/// Bytes that are not a picture that Thaw can read: unknown format, truncated or corrupt data, an unsupported variant, or
/// sides beyond the limit. It is the only exception that decoding bytes throws.
/// </summary>
public sealed class ImageFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line that says what was expected and what came.</param>
    public ImageFormatException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">One line that says what was expected and what came.</param>
    /// <param name="innerException">What was caught.</param>
    public ImageFormatException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
