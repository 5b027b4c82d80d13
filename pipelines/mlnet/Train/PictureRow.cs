namespace Pipeline.MLNet.Train;

/// <summary>A row of the data.</summary>
internal sealed class PictureRow
{
    public string ImagePath { get; set; } = "";

    /// <summary>Whether it is of the positive class.</summary>
    public bool Label { get; set; }
}
