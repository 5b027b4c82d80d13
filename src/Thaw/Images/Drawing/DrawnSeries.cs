namespace Thaw.Images.Drawing;

/// <summary>A set of two classes that can be drawn.</summary>
/// <param name="Name">What users ask for.</param>
/// <param name="Description">One line about it.</param>
/// <param name="First">Folder of the first class.</param>
/// <param name="Second">Folder of the second class.</param>
/// <param name="Distance">Its distance from photographs where nobody sets one, 0 to 1; null where it has no dial.</param>
/// <param name="Draw">Draws a picture from its index, whether it is of the second class, the seed, the size and the distance.</param>
internal sealed record DrawnSeries(
    string Name, string Description, string First, string Second, float? Distance, Func<int, bool, ulong, int, float, Picture> Draw);
