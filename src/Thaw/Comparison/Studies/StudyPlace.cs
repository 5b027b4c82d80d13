using System.Globalization;

namespace Thaw.Comparison.Studies;

/// <summary>Where in a study a comparison stands.</summary>
/// <param name="Set">The drawn set, such as <c>near</c>.</param>
/// <param name="Distance">How far its pictures are from photographs, 0 to 1.</param>
/// <param name="Pictures">Training pictures of each class, at least 1.</param>
public sealed record StudyPlace(string Set, double Distance, int Pictures)
{
    /// <summary>The set at the distance, such as <c>near-0.25</c>: what its pictures are called.</summary>
    public string Drawn => string.Create(CultureInfo.InvariantCulture, $"{Set}-{Distance}");

    /// <summary>The comparison, such as <c>near-0.25-160</c>: what its folder is called.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Drawn}-{Pictures}");
}
