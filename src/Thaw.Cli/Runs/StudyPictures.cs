using System.Text;
using Thaw.Cli.Recipes;
using Thaw.Comparison.Studies;
using Thaw.Images;
using Thaw.Images.Drawing;

namespace Thaw.Cli.Runs;

/// <summary>
/// The drawn pictures of a study, under <c>pictures/</c> of its folder: drawn once a set and distance, for all numbers of pictures. Of each class the first are for the test, the same
/// for all; then come those that validate, then those that train, and of both a smaller comparison has the first of a larger one's. Lists in CSV say so.
/// </summary>
/// <param name="recipe">The study.</param>
/// <param name="side">Side of the pictures in pixels.</param>
/// <param name="folder">The study's folder.</param>
internal sealed class StudyPictures(ClaimsRecipe recipe, int side, string folder)
{
    /// <summary>The folder's name.</summary>
    private const string Name = "pictures";

    private const int LargestSide = 1024;
    private readonly string _root = Path.Combine(folder, Name);

    /// <summary>The pictures of a comparison, listed; draws them where they are not there.</summary>
    /// <exception cref="ImageSetException">They cannot be written.</exception>
    public ImageSet Of(StudyPlace place, CancellationToken cancellation)
    {
        string drawn = Path.Combine(_root, place.Drawn), list = Path.Combine(_root, place.Name + ".csv");
        int validation = ClaimsRecipe.ValidationOf(recipe.Pictures[^1]);
        if (!Directory.Exists(drawn))
        {
            Directory.CreateDirectory(_root);
            DrawnData.Write(place.Set, drawn, new DrawnDataOptions
            {
                PerClass = recipe.TestPictures + validation + recipe.Pictures[^1],
                Size = Math.Min(side, LargestSide),
                Seed = SeedOf(place),
                Distance = place.Distance,
            }, cancellation);
        }
        var text = new StringBuilder("path,label,split\n");
        foreach (string label in Directory.EnumerateDirectories(drawn).Order(StringComparer.Ordinal).Select(path => Path.GetFileName(path)))
        {
            string[] files = [.. Directory.EnumerateFiles(Path.Combine(drawn, label)).Order(StringComparer.Ordinal).Select(path => Path.GetFileName(path))];
            for (int i = 0; i < files.Length; i++)
            {
                if (PartOf(i) is { } part)
                    text.Append(place.Drawn).Append('/').Append(label).Append('/').Append(files[i]).Append(',').Append(label).Append(',').Append(part).Append('\n');
            }
        }
        AtomicFile.Write(list, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
        return ImageSet.Load(list);

        string? PartOf(int i) => (i - recipe.TestPictures, i - recipe.TestPictures - validation) switch
        {
            ( < 0, _) => "test",
            (int v, < 0) => v < ClaimsRecipe.ValidationOf(place.Pictures) ? "validation" : null,
            (_, int t) => t < place.Pictures ? "train" : null,
        };
    }

    /// <summary>Deletes them.</summary>
    public void Delete()
    {
        if (Directory.Exists(_root))
            Directory.Delete(_root, recursive: true);
    }

    // FNV-1a of the name, so that no two sets and distances share a scene
    private ulong SeedOf(StudyPlace place)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in Encoding.UTF8.GetBytes(place.Drawn))
            hash = unchecked((hash ^ b) * 1099511628211);
        return unchecked(hash + recipe.DrawSeed);
    }
}
