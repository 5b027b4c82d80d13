using Thaw.Comparison.Studies;

namespace Thaw.Cli.Runs;

/// <summary>How long the comparisons of a study took, by their number of pictures, and how long those that are left will.</summary>
internal sealed class StudyPace
{
    private readonly Dictionary<int, (double Seconds, int Count)> _taken = [];

    /// <summary>A comparison is done.</summary>
    public void Add(StudyPlace place, double seconds)
    {
        (double sum, int count) = _taken.GetValueOrDefault(place.Pictures);
        _taken[place.Pictures] = (sum + seconds, count + 1);
    }

    /// <summary>Seconds that are left; null where nothing is, or where one of as many pictures has not been done yet.</summary>
    public double? Left(IEnumerable<StudyPlace> places)
    {
        StudyPlace[] left = [.. places];
        return left.Length == 0 || left.Any(place => !_taken.ContainsKey(place.Pictures)) ? null
            : left.Sum(place => _taken[place.Pictures].Seconds / _taken[place.Pictures].Count);
    }
}
