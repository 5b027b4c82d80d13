namespace Thaw.Images.Png;

/// <summary>PNG's colour types, with the numbers that stand in the file (W3C PNG, table 11.1).</summary>
internal enum PngColorType
{
    /// <summary>One grey sample a pixel.</summary>
    Grey = 0,

    /// <summary>Red, green, blue.</summary>
    Rgb = 2,

    /// <summary>An index into the palette.</summary>
    Palette = 3,

    /// <summary>Grey and alpha.</summary>
    GreyAlpha = 4,

    /// <summary>Red, green, blue and alpha.</summary>
    RgbAlpha = 6,
}
