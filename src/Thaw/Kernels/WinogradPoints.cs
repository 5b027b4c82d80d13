namespace Thaw.Kernels;

/// <summary>
/// The points at which Winograd's F(4x4, 3x3) evaluates its polynomials: 0, ±√½, ±√2 and infinity. The usual 0, ±1, ±2 and infinity need as many
/// multiplications in the products, but their transforms multiply by up to 8 in each direction and rounding errors are four times as large.
/// The squares, ½ and 2, are exact, and so is their product, 1.
/// </summary>
internal static class WinogradPoints
{
    /// <summary>√½.</summary>
    public const float Small = 0.70710678f;

    /// <summary>√2.</summary>
    public const float Large = 1.41421356f;

    /// <summary>The third power of √½.</summary>
    public const float SmallCubed = 0.35355339f;

    /// <summary>The third power of √2.</summary>
    public const float LargeCubed = 2.82842712f;
}
