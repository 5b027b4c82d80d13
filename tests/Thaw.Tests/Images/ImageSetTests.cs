using Thaw.Images;

namespace Thaw.Tests.Images;

public sealed class ImageSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_are_classes_and_files_are_sorted_by_name()
    {
        _folder.Touch("dog/b.jpg", "dog/a.png", "Cat/z.jpg", "Cat/more/deep/y.jpg", "LICENSE.txt");
        ImageSet set = ImageSet.Load(_folder.Path);
        Assert.Equal(["Cat", "dog"], set.Classes);
        Assert.Equal(["Cat/more/deep/y.jpg", "Cat/z.jpg", "dog/a.png", "dog/b.jpg"], set.Files.Select(f => f.Name));
        Assert.Equal([0, 0, 1, 1], set.Files.Select(f => f.Label));
        Assert.All(set.Files, f => Assert.True(File.Exists(f.Path) && f.Part is null && f.Group is null));
    }

    [Fact]
    public void Hidden_files_and_litter_are_passed_over()
    {
        _folder.Touch("a/1.jpg", "a/Thumbs.db", "a/.DS_Store", "a/desktop.ini", "b/1.jpg", ".git/x", "__MACOSX/a/1.jpg", "b/.cache/2.jpg");
        Assert.Equal(["a/1.jpg", "b/1.jpg"], ImageSet.Load(_folder.Path).Files.Select(f => f.Name));
    }

    [Theory]
    [InlineData("val")]
    [InlineData("valid")]
    [InlineData("Validation")]
    public void Train_validation_and_test_folders_fix_the_split(string validation)
    {
        _folder.Touch("train/a/1.jpg", "train/b/2.jpg", $"{validation}/a/3.jpg", $"{validation}/b/4.jpg", "test/a/5.jpg");
        ImageSet set = ImageSet.Load(_folder.Path);
        Assert.Equal(["a", "b"], set.Classes);
        Dictionary<string, ImageFile> files = set.Files.ToDictionary(f => f.Name);
        Assert.Equal(SplitPart.Train, files["train/b/2.jpg"].Part);
        Assert.Equal(SplitPart.Validation, files[$"{validation}/b/4.jpg"].Part);
        Assert.Equal(SplitPart.Test, files["test/a/5.jpg"].Part);
    }

    [Fact]
    public void Train_and_test_may_be_classes()
    {
        _folder.Touch("train/1.jpg", "test/2.jpg");
        ImageSet set = ImageSet.Load(_folder.Path);
        Assert.Equal(["test", "train"], set.Classes);
        Assert.All(set.Files, f => Assert.Null(f.Part));
    }

    [Fact]
    public void The_positive_class_has_label_one()
    {
        _folder.Touch("cracked/1.jpg", "intact/2.jpg");
        Assert.Equal(["cracked", "intact"], ImageSet.Load(_folder.Path).Classes);
        ImageSet set = ImageSet.Load(_folder.Path, positive: "cracked");
        Assert.Equal(["intact", "cracked"], set.Classes);
        Assert.Equal(1, set.Files.Single(f => f.Name == "cracked/1.jpg").Label);
        Assert.Equal(["cracked", "intact"], ImageSet.Load(_folder.Path, positive: "intact").Classes);
        Assert.Contains("neither", Refused(_folder.Path, "craked"), StringComparison.Ordinal);
        _folder.Touch("other/3.jpg");
        Assert.Contains("holds 3", Refused(_folder.Path, "cracked"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_path_names_its_nearest_neighbour()
    {
        _folder.Touch("flowers/rose/1.jpg");
        string message = Refused(_folder.At("flwers"));
        Assert.Contains($"Did you mean '{_folder.At("flowers")}'?", message, StringComparison.Ordinal);
        Assert.Contains("Did you mean", Refused(_folder.At("flwers/rose")), StringComparison.Ordinal);
        Assert.DoesNotContain("Did you mean", Refused(_folder.At("entirely-else")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_two_classes_is_refused()
    {
        Assert.Contains("No class folders", Refused(_folder.Path), StringComparison.Ordinal);
        _folder.Touch("top/a/1.jpg");
        Assert.Contains("one class folder only", Refused(_folder.Path), StringComparison.Ordinal);
        _folder.Touch("top/b/1.jpg");
        Assert.Contains($"did you mean '{_folder.At("top")}'", Refused(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_class_is_refused()
    {
        _folder.Touch("a/1.jpg", "b/.hidden");
        Assert.Contains($"'{_folder.At("b")}' is empty", Refused(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_beside_train_and_unknown_classes_are_refused()
    {
        _folder.Touch("train/a/1.jpg", "train/b/2.jpg", "val/c/3.jpg");
        Assert.Contains("'c'", Refused(_folder.Path), StringComparison.Ordinal);
        _folder.Touch("extra/a/1.jpg");
        Assert.Contains("'extra'", Refused(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_folders_for_one_part_are_refused()
    {
        _folder.Touch("train/a/1.jpg", "train/b/2.jpg", "val/a/3.jpg", "valid/a/3.jpg");
        Assert.Contains("keep one", Refused(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_csv_is_refused()
    {
        _folder.Touch("pictures.zip");
        Assert.Contains(".csv", Refused(_folder.At("pictures.zip")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_folder_above_does_not_loop()
    {
        _folder.Touch("a/1.jpg", "b/2.jpg");
        Directory.CreateSymbolicLink(_folder.At("a/loop"), _folder.At("a"));
        Assert.Equal(["a/1.jpg", "b/2.jpg"], ImageSet.Load(_folder.Path).Files.Select(f => f.Name));
    }

    [Fact]
    public void A_list_of_the_callers_own_is_kept_in_its_order()
    {
        ImageFile[] files = [new("b.png", "b.png", 1), new("a.png", "a.png", 0, null, SplitPart.Train), new("b.png", "b.png", 1)];
        ImageSet set = ImageSet.Of("rows", ["no", "yes"], files);
        Assert.Equal(files, set.Files);
        Assert.Equal(["no", "yes"], set.Classes);
    }

    [Theory]
    [InlineData("a", 0, "at least two classes in 'rows', got 1")]
    [InlineData("a,a", 0, "names that all differ in 'rows', got 'a', 'a'")]
    [InlineData("a,", 0, "names that all differ")]
    [InlineData("a,b", 2, "'x' of 'rows': expected a label from 0 to 1, got 2")]
    [InlineData("a,b", -1, "expected a label from 0 to 1, got -1")]
    [InlineData("a,b", 0, "None of the 1 pictures of 'rows' is of the class 'b'")]
    public void A_list_of_the_callers_own_is_checked(string classes, int label, string expected) =>
        Assert.Contains(expected, Assert.Throws<ImageSetException>(() => ImageSet.Of("rows", classes.Split(','), [new ImageFile("x.png", "x", label)])).Message, StringComparison.Ordinal);

    private static string Refused(string path, string? positive = null)
    {
        string message = Assert.Throws<ImageSetException>(() => ImageSet.Load(path, positive)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
