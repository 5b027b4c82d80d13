using System.Security.Cryptography;
using Thaw.Images;
using Thaw.Images.Drawing;

namespace Thaw.Tests.Images.Drawing;

public sealed class DrawnDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, false, "6bfe1b28040774eb")]
    [InlineData(0, true, "e9b5f4e8cd1f5fd7")]
    [InlineData(5, true, "6638c63a00297663")]
    public void The_bytes_never_change_between_machines(int index, bool defect, string hash)
    {
        Picture picture = DrawnSurfaces.Draw(index, defect, 3, 64);
        Assert.Equal((64, 64), (picture.Width, picture.Height));
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(picture.Pixels))[..16]);
    }

    [Fact]
    public void Brightness_does_not_give_the_class_away()
    {
        double[] sound = Enumerable.Range(0, 120).Select(i => Mean(DrawnSurfaces.Draw(i, false, 11, 24))).Order().ToArray();
        double[] cracked = Enumerable.Range(0, 120).Select(i => Mean(DrawnSurfaces.Draw(i, true, 11, 24))).Order().ToArray();
        double darker = sound.Average(s => cracked.Count(c => c < s) / 120.0);
        // The area under the ROC curve of brightness; by chance it lies within 0.5 ± 0.11
        Assert.InRange(darker, 0.37, 0.63);
        Assert.InRange(sound.Average(), 70, 170);
        Assert.InRange(sound[^1] - sound[0], 60, 230);
    }

    [Fact]
    public void A_larger_picture_shows_the_same_scene()
    {
        Picture small = DrawnSurfaces.Draw(3, true, 5, 48);
        Picture large = Resizing.ToSize(DrawnSurfaces.Draw(3, true, 5, 96), 48, 48);
        double apart = small.Pixels.Zip(large.Pixels, (a, b) => Math.Abs(a - b)).Average();
        double other = small.Pixels.Zip(DrawnSurfaces.Draw(4, true, 5, 48).Pixels, (a, b) => Math.Abs(a - b)).Average();
        Assert.InRange(apart, 0, 8);
        Assert.InRange(other, 10, 255);
    }

    [Fact]
    public void A_set_is_written_whole_and_lists_as_two_classes()
    {
        string target = _folder.At("new/surfaces");
        Assert.Equal(8, DrawnData.Write("Surfaces", target, new DrawnDataOptions { PerClass = 4, Size = 16, Seed = 2 }));
        ImageSet set = ImageSet.Load(target);
        Assert.Equal(["cracked", "intact"], set.Classes);
        Assert.Equal(8, set.Files.Count);
        Assert.Equal("cracked/surfaces-000.png", set.Files[0].Name);
        LoadedImages images = LoadedImages.Load(set, 16, 16);
        Assert.Equal(DrawnSurfaces.Draw(0, true, 2, 16).Pixels, images.Pixels(0).ToArray());
        Assert.Equal(DrawnSurfaces.Draw(3, false, 2, 16).Pixels, images.Pixels(7).ToArray());
        Assert.Empty(images.Duplicates);
        Assert.Equal(["surfaces"], Directory.GetFileSystemEntries(_folder.At("new")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_with_something_in_it_is_refused_and_left_alone()
    {
        _folder.Touch("full/x.txt");
        Assert.Contains("not an empty folder", Refused("surfaces", "full"), StringComparison.Ordinal);
        Assert.Contains("not an empty folder", Refused("surfaces", "full/x.txt"), StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_folder.At("full")));
        Directory.CreateDirectory(_folder.At("empty"));
        DrawnData.Write("surfaces", _folder.At("empty"), new DrawnDataOptions { PerClass = 1, Size = 8 });
        Assert.True(File.Exists(_folder.At("empty/intact/surfaces-000.png")));
    }

    [Fact]
    public void The_sample_set_of_the_repository_is_series_one()
    {
        ImageSet set = ImageSet.Load(RepositoryRoot.Combine("data", "surfaces"), positive: "cracked");
        Assert.Equal(["intact", "cracked"], set.Classes);
        Assert.Equal([150, 150], set.Files.CountBy(file => file.Label).Select(count => count.Value));
        for (int i = 0; i < 150; i += 15)
        {
            Assert.Equal(DrawnSurfaces.Draw(i, true, 1, 64).Pixels, ImageDecoder.Decode(File.ReadAllBytes(set.Files[i].Path)).Pixels);
            Assert.Equal(DrawnSurfaces.Draw(i, false, 1, 64).Pixels, ImageDecoder.Decode(File.ReadAllBytes(set.Files[150 + i].Path)).Pixels);
        }
    }

    [Fact]
    public void Nothing_is_left_of_a_stopped_drawing()
    {
        Assert.Throws<OperationCanceledException>(
            () => DrawnData.Write("surfaces", _folder.At("x"), cancellation: new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Unknown_names_and_sizes_are_refused()
    {
        Assert.Contains("expected one of: surfaces, near, far. Did you mean 'surfaces'?", Refused("surfces", "x"), StringComparison.Ordinal);
        Assert.DoesNotContain("mean", Refused("zebras on ice", "x"), StringComparison.Ordinal);
        Assert.NotEmpty(DrawnData.Describe("surfaces"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DrawnDataOptions { PerClass = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => DrawnSurfaces.Draw(-1, true, 0, 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => DrawnSurfaces.Draw(0, true, 0, 4));
    }

    private string Refused(string name, string folder) =>
        Assert.Throws<ImageSetException>(() => DrawnData.Write(name, _folder.At(folder), new DrawnDataOptions { PerClass = 1 })).Message;

    private static double Mean(Picture picture) => picture.Pixels.Average(value => (double)value);
}
