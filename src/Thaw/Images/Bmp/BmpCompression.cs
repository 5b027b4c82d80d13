namespace Thaw.Images.Bmp;

/// <summary>How a bitmap's pixels are stored (biCompression).</summary>
internal enum BmpCompression
{
    /// <summary>BI_RGB: as they are.</summary>
    None = 0,

    /// <summary>BI_RLE8: runs of 8-bit indices.</summary>
    Rle8 = 1,

    /// <summary>BI_RLE4: runs of 4-bit indices.</summary>
    Rle4 = 2,

    /// <summary>BI_BITFIELDS: as they are, with masks that say where the colours are.</summary>
    BitFields = 3,

    /// <summary>BI_ALPHABITFIELDS: the same with a mask for alpha.</summary>
    AlphaBitFields = 6,
}
