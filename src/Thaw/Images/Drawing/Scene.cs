namespace Thaw.Images.Drawing;

/// <summary>
/// A surface before it is photographed: square maps of its height, its colour and the light that reaches it. Lengths are in
/// sixty-fourths of the side, so that a scene looks the same at every resolution.
/// </summary>
/// <remarks>Only additions, multiplications, divisions and square roots are used, which every machine rounds alike.</remarks>
internal sealed class Scene
{
    /// <summary>Length of the side in the scene's own unit.</summary>
    public const float Side = 64;

    public Scene(int pixels)
    {
        Pixels = pixels;
        Height = new float[pixels * pixels];
        Depth = new float[pixels * pixels];
        Mark = new float[pixels * pixels];
        Light = new float[pixels * pixels];
        Red = new float[pixels * pixels];
        Green = new float[pixels * pixels];
        Blue = new float[pixels * pixels];
        Part = new int[pixels * pixels];
        Array.Fill(Light, 1);
    }

    /// <summary>Pixels along a side.</summary>
    public int Pixels { get; }

    /// <summary>Length of a pixel.</summary>
    public float Pixel => Side / Pixels;

    /// <summary>Height of the bare surface; its slopes catch the light or lie in shade.</summary>
    public float[] Height { get; }

    /// <summary>How far strokes cut below the surface, 0 or more; where strokes meet, the deeper one.</summary>
    public float[] Depth { get; }

    /// <summary>How strokes colour the surface: -1 black, 0 not at all; where strokes meet, the stronger one.</summary>
    public float[] Mark { get; }

    /// <summary>Light that reaches a place: 1 in the open, less in cracks and shadows.</summary>
    public float[] Light { get; }

    /// <summary>Red part of the reflected light, 0 to 255 for full light.</summary>
    public float[] Red { get; }

    /// <summary>Green part of the reflected light.</summary>
    public float[] Green { get; }

    /// <summary>Blue part of the reflected light.</summary>
    public float[] Blue { get; }

    /// <summary>The number of the thing that is seen; 0 for the background.</summary>
    public int[] Part { get; }

    /// <summary>The place at the middle of a column or row.</summary>
    public float At(int pixel) => (pixel + 0.5f) * Pixel;

    /// <summary>The column or row at a place, the first or the one after the last where it lies beyond.</summary>
    public int Nearest(float place) => Math.Clamp((int)MathF.Floor(place / Pixel), 0, Pixels);

    /// <summary>Multiplies the colour at a pixel.</summary>
    public void Tint(int i, float red, float green, float blue)
    {
        Red[i] *= red;
        Green[i] *= green;
        Blue[i] *= blue;
    }
}
