namespace Thaw.Images;

/// <summary>What a picture is used for.</summary>
public enum SplitPart
{
    /// <summary>The network's weights are fitted to it.</summary>
    Train,

    /// <summary>It decides when to stop and where the threshold lies; no weight is fitted to it.</summary>
    Validation,

    /// <summary>It is looked at once, for the figures of the report.</summary>
    Test,
}
