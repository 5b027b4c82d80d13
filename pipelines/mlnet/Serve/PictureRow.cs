namespace Pipeline.MLNet.Serve;

/// <summary>What goes into the model.</summary>
public sealed class PictureRow
{
    /// <summary>The picture's file.</summary>
    public string ImagePath { get; set; } = "";
}
