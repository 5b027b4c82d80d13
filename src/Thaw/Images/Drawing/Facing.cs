namespace Thaw.Images.Drawing;

/// <summary>A place on a body's surface.</summary>
/// <param name="X">The surface faces right by this much.</param>
/// <param name="Y">Down.</param>
/// <param name="Z">Towards the eye; the three together have length 1.</param>
/// <param name="U">Where on the surface.</param>
/// <param name="V">Where on the surface.</param>
internal readonly record struct Facing(float X, float Y, float Z, float U, float V);
