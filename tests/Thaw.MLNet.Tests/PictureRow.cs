namespace Thaw.MLNet.Tests;

/// <summary>A row of data.</summary>
public sealed class PictureRow
{
    public string ImagePath { get; set; } = "";

    /// <summary>Whether it is of the second class.</summary>
    public bool Label { get; set; }

    /// <summary>The name of its class.</summary>
    public string Class { get; set; } = "";
}
