namespace Thaw.Images.Jpeg;

/// <summary>What a JPEG's components mean.</summary>
internal enum JpegColor
{
    /// <summary>One component, grey.</summary>
    Grey,

    /// <summary>Luma and two colour differences (JFIF; ITU-R BT.601 with full range).</summary>
    YCbCr,

    /// <summary>Red, green and blue.</summary>
    Rgb,

    /// <summary>Four inks, stored inverted as Adobe does: 255 is no ink.</summary>
    Cmyk,

    /// <summary>YCbCr of inverted cyan, magenta and yellow, and inverted black.</summary>
    Ycck,
}
