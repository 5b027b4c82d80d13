namespace Thaw.MLNet.Tests;

/// <summary>What a pipeline for two classes says.</summary>
public sealed class BinaryAnswer
{
    public bool PredictedLabel { get; set; }

    public float Score { get; set; }

    public float Probability { get; set; }
}
