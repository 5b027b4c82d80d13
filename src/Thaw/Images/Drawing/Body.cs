namespace Thaw.Images.Drawing;

/// <summary>A solid thing in front of the eye, seen without perspective.</summary>
internal abstract class Body(float x, float y, float reach)
{
    /// <summary>Its middle.</summary>
    public float X { get; } = x;

    /// <summary>Its middle.</summary>
    public float Y { get; } = y;

    /// <summary>No part of it is farther from the middle than this.</summary>
    public float Reach { get; } = reach;

    /// <summary>Half its width as its shadow has it.</summary>
    public abstract float Girth { get; }

    /// <summary>Finds the surface that is seen at a place.</summary>
    /// <param name="x">From the middle to the right.</param>
    /// <param name="y">From the middle down.</param>
    /// <param name="facing">Which way the surface faces, and the place on it.</param>
    /// <returns>Whether the body is there.</returns>
    public abstract bool Meet(float x, float y, out Facing facing);
}
