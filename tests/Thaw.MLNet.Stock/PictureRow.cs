namespace Thaw.MLNet.Stock;

/// <summary>A row of data.</summary>
internal sealed class PictureRow
{
    public string ImagePath { get; set; } = "";
}
