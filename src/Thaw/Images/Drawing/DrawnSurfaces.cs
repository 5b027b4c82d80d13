using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>
/// Drawn pictures that look like photographs of concrete, plaster and asphalt, with or without a crack. Both kinds have
/// stains, pits, joints, scratches and shadows, so that neither brightness nor the mere presence of a line tells them apart.
/// </summary>
public static class DrawnSurfaces
{
    /// <summary>Draws one picture.</summary>
    /// <param name="index">Which picture, 0 or more; different pictures are unrelated.</param>
    /// <param name="defect">Whether the surface is cracked.</param>
    /// <param name="seed">Picks the whole series.</param>
    /// <param name="size">Pixels along a side, 8 to 1024. The same scene at every size, but for the camera's noise.</param>
    /// <returns>A new picture; the same bytes for the same arguments on every machine.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative or the size out of range.</exception>
    public static Picture Draw(int index, bool defect, ulong seed, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1024);
        var random = new Pcg32(seed, 2 * (ulong)index + (defect ? 1u : 0u));
        var scene = new Scene(2 * size);
        SurfaceTexture.Lay(scene, ref random);
        // A crack takes the place of one distraction
        Distractions.Add(scene, ref random, random.NextInt(3) + (defect ? 0 : 1));
        if (defect)
            Crack.Break(scene, ref random);
        return Camera.Shoot(scene, size, ref random);
    }
}
