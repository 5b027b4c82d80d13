namespace Thaw.Weights;

/// <summary>
/// Bytes that are not a weights file that Thaw can read: a wrong signature, truncated or contradictory data, an unsupported
/// element type, or sizes beyond the limits. It is the only exception that decoding bytes throws; trouble with the disk
/// itself stays an <see cref="IOException"/>.
/// </summary>
public sealed class WeightsFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line that says what was expected and what came.</param>
    public WeightsFormatException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">One line that says what was expected and what came.</param>
    /// <param name="innerException">What was caught.</param>
    public WeightsFormatException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
