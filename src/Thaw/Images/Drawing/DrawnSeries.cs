namespace Thaw.Images.Drawing;

/// <summary>A set of two classes that can be drawn.</summary>
/// <param name="Name">What users ask for.</param>
/// <param name="Description">One line about it.</param>
/// <param name="Defect">Class folder of the pictures with a defect.</param>
/// <param name="Sound">Class folder of those without.</param>
/// <param name="Draw">Draws a picture from its index, whether it has a defect, the seed and the size.</param>
internal sealed record DrawnSeries(
    string Name, string Description, string Defect, string Sound, Func<int, bool, ulong, int, Picture> Draw);
