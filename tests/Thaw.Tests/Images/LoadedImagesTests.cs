using Thaw.Images;
using Thaw.Images.Png;

namespace Thaw.Tests.Images;

public sealed class LoadedImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_are_decoded_and_resized()
    {
        MakeSet(20);
        ImageSet set = ImageSet.Load(_folder.Path);
        LoadedImages images = Load(set);
        Assert.Equal((20, 8, 6), (images.Count, images.Width, images.Height));
        Assert.Equal(set.Files, images.Files);
        Assert.Empty(images.Skipped);
        Assert.Empty(images.Duplicates);
        for (int i = 0; i < 20; i++)
        {
            Picture expected = Resizing.ToSize(Sample.Noise(10, 8, (ulong)int.Parse(Path.GetFileNameWithoutExtension(set.Files[i].Name))), 8, 6);
            Assert.Equal(expected.Pixels, images.Pixels(i).ToArray());
            string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(expected.Pixels));
            Assert.Equal(hash, images.ContentHash(i));
        }
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        MakeSet(30);
        ImageSet set = ImageSet.Load(_folder.Path);
        LoadedImages one = Load(set, new LoadOptions { Threads = 1 });
        LoadedImages many = Load(set, new LoadOptions { Threads = 7 });
        Assert.Equal(Enumerable.Range(0, 30).Select(one.ContentHash), Enumerable.Range(0, 30).Select(many.ContentHash));
    }

    [Fact]
    public void Unreadable_files_are_skipped_with_the_reason()
    {
        MakeSet(20);
        File.WriteAllBytes(_folder.At("a/4.png"), [0]);
        ImageSet set = ImageSet.Load(_folder.Path);
        File.Delete(_folder.At("b/7.png"));
        LoadedImages images = Load(set);
        Assert.Equal(["a/4.png", "b/7.png"], images.Skipped.Select(s => s.Name));
        Assert.Contains("Unknown image format", images.Skipped[0].Reason, StringComparison.Ordinal);
        Assert.Equal("The file does not exist.", images.Skipped[1].Reason);
        Assert.Equal(18, images.Count);
        int last = images.Files.ToList().FindIndex(f => f.Name == "b/9.png");
        Picture expected = Resizing.ToSize(Sample.Noise(10, 8, 9), 8, 6);
        Assert.Equal(expected.Pixels, images.Pixels(last).ToArray());
    }

    [Fact]
    public void Too_many_unreadable_files_are_refused()
    {
        MakeSet(20);
        foreach (string name in new[] { "a/0.png", "a/2.png", "b/1.png" })
            File.WriteAllBytes(_folder.At(name), [0]);
        ImageSet set = ImageSet.Load(_folder.Path);
        string message = Assert.Throws<ImageSetException>(() => Load(set)).Message;
        Assert.Contains("3 of the 20 files", message, StringComparison.Ordinal);
        Assert.Contains("more than the 10% allowed: 'a/0.png': Unknown image format", message, StringComparison.Ordinal);
        Assert.Equal(17, Load(set, new LoadOptions { MaxUnreadableFraction = 0.15 }).Count);
    }

    [Fact]
    public void A_class_without_a_readable_picture_is_refused()
    {
        MakeSet(20);
        _folder.Write("c/1.png", [0]);
        string message = Assert.Throws<ImageSetException>(() => Load(ImageSet.Load(_folder.Path))).Message;
        Assert.Contains("No picture of the class 'c'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Identical_pictures_are_found_and_told_across_a_split()
    {
        MakeSet(20, "train/", seed: 1);
        MakeSet(8, "test/", seed: 100);
        File.Copy(_folder.At("train/a/2.png"), _folder.At("train/b/copy.png"));
        File.Copy(_folder.At("train/a/4.png"), _folder.At("test/a/copy.png"));
        LoadedImages images = Load(ImageSet.Load(_folder.Path));
        Assert.Equal(2, images.Duplicates.Count);
        DuplicateGroup crossing = Assert.Single(images.DuplicatesAcross(ImageSplit.Create(images)));
        Assert.Equal(["test/a/copy.png", "train/a/4.png"], crossing.Indices.Select(i => images.Files[i].Name));
        Assert.False(crossing.LabelsDiffer);
        Assert.True(images.Duplicates.Single(d => d != crossing).LabelsDiffer);
    }

    [Fact]
    public void Pictures_beyond_the_memory_are_refused_before_any_is_read()
    {
        MakeSet(20);
        ImageSet set = ImageSet.Load(_folder.Path);
        string message = Assert.Throws<ImageSetException>(
            () => LoadedImages.Load(set, 26000, 26000)).Message;
        Assert.Contains("of memory", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_counts_every_file_and_a_stop_is_obeyed()
    {
        MakeSet(12);
        ImageSet set = ImageSet.Load(_folder.Path);
        var told = new Told();
        Load(set, new LoadOptions { Progress = told, Threads = 3 });
        Assert.Equal(Enumerable.Range(1, 12), told.Values.Order());
        Assert.Throws<OperationCanceledException>(
            () => LoadedImages.Load(set, 8, 6, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_store_keeps_blocks_apart_across_its_arrays()
    {
        var store = new PixelStore(9, 20_000_000);
        for (int i = 0; i < 9; i++)
            store.Block(i).Fill((byte)i);
        for (int i = 0; i < 9; i++)
            Assert.Equal(-1, store.Block(i).IndexOfAnyExcept((byte)i));
    }

    [Fact]
    public void Pictures_of_the_callers_own_are_taken_without_reading_a_file()
    {
        ImageSet set = ImageSet.Of("rows", ["a", "b"], [new ImageFile("", "row 1", 0), new ImageFile("", "row 2", 1)]);
        Picture[] pictures = [Sample.Noise(4, 3, 1), Sample.Noise(4, 3, 2)];
        LoadedImages images = LoadedImages.Of(set, pictures);
        Assert.Equal((2, 4, 3), (images.Count, images.Width, images.Height));
        Assert.Equal(pictures[1].Pixels, images.Pixels(1).ToArray());
        Assert.Contains("2 pictures", Assert.Throws<ArgumentException>(() => LoadedImages.Of(set, [pictures[0]])).Message, StringComparison.Ordinal);
        Assert.Contains("4x3 and 3x4", Assert.Throws<ArgumentException>(() => LoadedImages.Of(set, [pictures[0], Sample.Noise(3, 4, 1)])).Message, StringComparison.Ordinal);
    }

    private static LoadedImages Load(ImageSet set, LoadOptions? options = null) => LoadedImages.Load(set, 8, 6, options);

    private void MakeSet(int count, string under = "", int seed = 0)
    {
        for (int i = 0; i < count; i++)
            _folder.Write($"{under}{(i % 2 == 0 ? 'a' : 'b')}/{i}.png", PngEncoder.Encode(Sample.Noise(10, 8, (ulong)(seed + i))));
    }

    private sealed class Told : IProgress<int>
    {
        public System.Collections.Concurrent.ConcurrentBag<int> Values { get; } = [];

        public void Report(int value) => Values.Add(value);
    }
}
