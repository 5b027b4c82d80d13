using Thaw.Comparison.Studies;

namespace Thaw.Cli.Recipes;

/// <summary>Everything that a study of the claims is made from.</summary>
internal sealed record ClaimsRecipe
{
    /// <summary>The drawn sets, each with a distance that can be set.</summary>
    public required IReadOnlyList<string> Sets { get; init; }

    /// <summary>Distances from photographs, 0 to 1, rising.</summary>
    public required IReadOnlyList<double> Distances { get; init; }

    /// <summary>Numbers of training pictures of each class, rising.</summary>
    public required IReadOnlyList<int> Pictures { get; init; }

    /// <summary>Test pictures of each class, the same for all numbers of training pictures.</summary>
    public required int TestPictures { get; init; }

    /// <summary>Seed of the pictures; each set at each distance has a seed of its own made from it.</summary>
    public required ulong DrawSeed { get; init; }

    /// <summary>Distances at which the comparisons with the most pictures sweep; empty for no sweep.</summary>
    public required IReadOnlyList<double> SweepDistances { get; init; }

    /// <summary>Whether pictures and models stay.</summary>
    public required bool Keep { get; init; }

    /// <summary>What all comparisons have in common; its name is the study's, its data are no folder.</summary>
    public required CompareRecipe Common { get; init; }

    /// <summary>The plans of a comparison that sweeps.</summary>
    public required CompareRecipe Sweeping { get; init; }

    /// <summary>Validation pictures of each class: a quarter of those that train, and at least 10.</summary>
    /// <param name="pictures">Those that train.</param>
    public static int ValidationOf(int pictures) => Math.Max(10, pictures / 4);

    /// <summary>The comparisons, set by set, distance by distance.</summary>
    public IReadOnlyList<StudyPlace> Places =>
        [.. from set in Sets from distance in Distances from pictures in Pictures select new StudyPlace(set, distance, pictures)];

    /// <summary>The recipe of a comparison.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="folder">Its folder.</param>
    public CompareRecipe Of(StudyPlace place, string folder)
    {
        bool sweeps = place.Pictures == Pictures[^1] && SweepDistances.Contains(place.Distance);
        return (sweeps ? Sweeping : Common).For(2 * place.Pictures) with
        {
            Name = place.Name,
            Data = $"../../pictures/{place.Name}.csv", // from the comparison's folder, where its run.yaml stands
            Advises = false,
            SavesModels = Keep,
            Run = Common.Run with { Out = folder },
        };
    }
}
