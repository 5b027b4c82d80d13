namespace Pipeline.MLNet.Serve;

/// <summary>What comes out of it; the names are those of ML.NET's columns.</summary>
public sealed class PictureAnswer
{
    /// <summary>Whether the picture is of the positive class.</summary>
    public bool PredictedLabel { get; set; }

    /// <summary>The positive class's probability, 0 to 1.</summary>
    public float Probability { get; set; }

    /// <summary>Its logit.</summary>
    public float Score { get; set; }
}
