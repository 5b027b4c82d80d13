namespace Thaw.Training;

/// <summary>Training that can't go on: a checkpoint belongs to another run or is damaged.</summary>
public sealed class TrainingException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line that says what happened and what to do.</param>
    public TrainingException(string message) : base(message)
    {
    }
}
