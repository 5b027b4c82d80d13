using Thaw.Comparison.Evidence;
using Thaw.Images;

namespace Thaw.Tests.Comparison.Evidence;

public sealed class SourcePicturesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thaw-source-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Of_many_pictures_each_class_gives_equally_many_and_always_the_same()
    {
        Fill(classes: 3, each: 400);
        ImageSet chosen = SourcePictures.Choose(_folder), again = SourcePictures.Choose(_folder);
        Assert.Equal([333, 333, 333], chosen.Files.CountBy(file => file.Label).Select(count => count.Value));
        Assert.Equal(chosen.Files, again.Files);
        Assert.Equal(chosen.Files.OrderBy(file => file.Name, StringComparer.Ordinal), chosen.Files);
        Assert.Contains(chosen.Files, file => string.CompareOrdinal(file.Name, "c002/0370") > 0);
    }

    [Fact]
    public void Of_many_classes_a_hundred_are_used_under_their_own_names()
    {
        Fill(classes: 120, each: 2);
        ImageSet chosen = SourcePictures.Choose(_folder);
        Assert.Equal(100, chosen.Classes.Count);
        Assert.Equal(200, chosen.Files.Count);
        Assert.All(chosen.Files, file => Assert.StartsWith(chosen.Classes[file.Label] + "/", file.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_class_of_one_picture_is_an_error_that_names_it()
    {
        Fill(classes: 2, each: 2);
        File.Delete(Path.Combine(_folder, "c001", "0000.png"));
        var e = Assert.Throws<ImageSetException>(() => SourcePictures.Choose(_folder));
        Assert.Contains("'c001'", e.Message, StringComparison.Ordinal);
    }

    private void Fill(int classes, int each)
    {
        for (int c = 0; c < classes; c++)
        {
            string folder = Directory.CreateDirectory(Path.Combine(_folder, $"c{c:D3}")).FullName;
            for (int i = 0; i < each; i++)
                File.WriteAllBytes(Path.Combine(folder, $"{i:D4}.png"), []);
        }
    }
}
