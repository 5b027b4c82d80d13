using Thaw.Images;

namespace Thaw.Tests.Images;

public class ImageSplitTests
{
    [Fact]
    public void Classes_are_divided_by_the_fractions()
    {
        List<ImageFile> files = [.. Files("a", 100, 0), .. Files("b", 37, 1), .. Files("c", 3, 2)];
        ImageSplit split = Split(files, new SplitOptions { Seed = 4 });
        Assert.Equal((60, 20, 20), Counts(split, files, 0));
        Assert.Equal((23, 7, 7), Counts(split, files, 1));
        Assert.Equal((1, 1, 1), Counts(split, files, 2));
        Assert.Equal(Enumerable.Range(0, 140), split.Train.Concat(split.Validation).Concat(split.Test).Order());
        Assert.All(split.Test, i => Assert.Equal(SplitPart.Test, split.PartOf(i)));
        Assert.False(split.IsFixed);
    }

    [Fact]
    public void The_seed_picks_the_split_and_nothing_else_does()
    {
        List<ImageFile> files = [.. Files("a", 50, 0), .. Files("b", 50, 1)];
        IReadOnlyList<int> first = Split(files, new SplitOptions { Seed = 1 }).Test;
        Assert.Equal(first, Split(files, new SplitOptions { Seed = 1 }).Test);
        Assert.NotEqual(first, Split(files, new SplitOptions { Seed = 2 }).Test);
        // Written down once: a change of it would silently change every stored result
        Assert.Equal([0, 2, 12, 14, 17], first.Take(5));
    }

    [Fact]
    public void A_fraction_of_zero_leaves_its_part_out()
    {
        List<ImageFile> files = [.. Files("a", 10, 0), .. Files("b", 10, 1)];
        ImageSplit split = Split(files, new SplitOptions { ValidationFraction = 0, TestFraction = 0.5 });
        Assert.Empty(split.Validation);
        Assert.Equal(10, split.Test.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitOptions { TestFraction = 1 });
        Refused(files, new SplitOptions { ValidationFraction = 0.5, TestFraction = 0.5 }, "add up to 1");
    }

    [Fact]
    public void Groups_stay_together_and_classes_stay_balanced()
    {
        // The counts by class of a real set of six bridge decks
        (int Deck, int Cracked, int Intact)[] decks = [(1, 97, 136), (2, 30, 10), (3, 8, 20), (4, 40, 13), (5, 24, 20), (6, 1, 1)];
        var files = new List<ImageFile>();
        foreach ((int deck, int cracked, int intact) in decks)
            files.AddRange([.. Files($"cracked/{deck}", cracked, 1), .. Files($"intact/{deck}", intact, 0)]);
        var options = new SplitOptions { GroupPattern = @"^(\d)-" };
        for (ulong seed = 0; seed < 5; seed++)
        {
            ImageSplit split = Split(files, options with { Seed = seed });
            foreach (IGrouping<char, int> deck in Enumerable.Range(0, files.Count).GroupBy(i => files[i].Name.Split('/')[1][0]))
                Assert.Single(deck.Select(split.PartOf).Distinct());
            Assert.InRange(split.Train.Count, 200, 280);
            Assert.InRange(split.Validation.Count, 50, 110);
            Assert.InRange(split.Test.Count, 50, 110);
        }
    }

    [Fact]
    public void Groups_of_a_list_are_kept_and_a_pattern_takes_their_place()
    {
        ImageFile[] files = Enumerable.Range(0, 60).Select(i => new ImageFile("", $"{i}-x.jpg", i % 2, $"g{i / 6}")).ToArray();
        ImageSplit split = Split(files, new SplitOptions());
        Assert.All(Enumerable.Range(0, 10), g => Assert.Single(Enumerable.Range(6 * g, 6).Select(split.PartOf).Distinct()));
        Assert.Equal((18, 6, 6), Counts(split, files, 1));
        ImageSplit alone = Split(files, new SplitOptions { GroupPattern = @"\d+" });
        Assert.Contains(Enumerable.Range(0, 10), g => Enumerable.Range(6 * g, 6).Select(alone.PartOf).Distinct().Count() > 1);
    }

    [Fact]
    public void The_pattern_sees_the_file_name_alone()
    {
        List<ImageFile> files = [.. Files("7/a", 5, 0), .. Files("7/b", 5, 1)];
        Refused(files, new SplitOptions { GroupPattern = "^7" }, "finds no group in 10 of 10 file names, for example in '7/a-0.jpg'");
        Split(files, new SplitOptions { GroupPattern = "^.*$" });
    }

    [Theory]
    [InlineData("(", "is not a regular expression")]
    [InlineData(@"-(1?)", "finds no group in 18 of 20")]
    [InlineData(@"jpg", "form 1 group(s) (jpg); a split into train, validation and test needs at least 3")]
    [InlineData(@"^a|b", "form 2 group(s) (a, b)")]
    public void Patterns_that_do_not_fit_are_refused(string pattern, string message)
    {
        List<ImageFile> files = [.. Files("a", 10, 0), .. Files("b", 10, 1)];
        Refused(files, new SplitOptions { GroupPattern = pattern }, message);
    }

    [Fact]
    public void A_class_in_one_group_is_divided_while_the_other_classes_keep_their_groups()
    {
        // As with decks of which only one has sound concrete: g0 holds all of class 0 and some of class 1
        ImageFile[] files = Enumerable.Range(0, 80)
            .Select(i => i < 30 ? new ImageFile("", $"{i}.jpg", 0, "g0") : new ImageFile("", $"{i}.jpg", 1, $"g{(i - 30) / 10}")).ToArray();
        ImageSplit split = Split(files, new SplitOptions());
        Assert.Equal((18, 6, 6), Counts(split, files, 0));
        Assert.Equal((30, 10, 10), Counts(split, files, 1));
        Assert.All(Enumerable.Range(0, 5), g => Assert.Single(Enumerable.Range(30 + 10 * g, 10).Select(split.PartOf).Distinct()));
        Assert.Equal(["g0"], split.SharedGroups);
    }

    [Fact]
    public void Groups_that_cannot_give_every_part_every_class_are_refused()
    {
        // Each class stands in three of four groups, so it needs them all apart; yet two of the four must share a part
        ImageFile[] files = Enumerable.Range(0, 16).Where(i => i / 4 != i % 4).Select(i => new ImageFile("", $"{i / 4}-{i}", i % 4)).ToArray();
        Refused(files, new SplitOptions { GroupPattern = "^." }, "cannot be divided");
    }

    [Fact]
    public void A_class_too_small_for_the_parts_is_refused()
    {
        List<ImageFile> files = [.. Files("a", 10, 0), .. Files("b", 2, 1)];
        Refused(files, new SplitOptions(), "The class 'class1' has 2 readable picture(s); a split into train, validation and test needs at least 3.");
        Assert.Equal((1, 0, 1), Counts(Split(files, new SplitOptions { ValidationFraction = 0 }), files, 1));
    }

    [Fact]
    public void Identical_pictures_stay_together()
    {
        List<ImageFile> files = [.. Files("a", 30, 0), .. Files("b", 30, 1)];
        string[] hashes = files.Select((_, i) => $"{i / 3}").ToArray();
        for (ulong seed = 0; seed < 10; seed++)
        {
            ImageSplit split = ImageSplit.Create(files, ["class0", "class1"], hashes, new SplitOptions { Seed = seed });
            Assert.All(Enumerable.Range(0, 20), g => Assert.Single(Enumerable.Range(3 * g, 3).Select(split.PartOf).Distinct()));
            Assert.Equal((18, 6, 6), Counts(split, files, 0));
        }
    }

    [Fact]
    public void A_fixed_split_is_kept_and_only_missing_parts_are_split_off()
    {
        List<ImageFile> files = [.. Files("a", 20, 0, SplitPart.Train), .. Files("b", 20, 1, SplitPart.Train),
            .. Files("c", 5, 0, SplitPart.Test), .. Files("d", 7, 1, SplitPart.Test)];
        ImageSplit split = Split(files, new SplitOptions { ValidationFraction = 0.25 });
        Assert.True(split.IsFixed);
        Assert.Equal(Enumerable.Range(40, 12), split.Test);
        Assert.Equal((15, 5, 5), Counts(split, files, 0));
        Assert.Empty(split.SharedGroups);
    }

    [Fact]
    public void Groups_on_both_sides_of_a_fixed_split_are_told()
    {
        List<ImageFile> files = [];
        foreach (SplitPart part in Enum.GetValues<SplitPart>())
            files.AddRange([.. Files($"x{part}", 4, 0, part), .. Files($"y{part}", 4, 1, part)]);
        ImageSplit split = Split(files, new SplitOptions { GroupPattern = "^(xT|xV|y.*)" });
        Assert.Equal(["xT"], split.SharedGroups);
    }

    [Fact]
    public void A_fixed_part_without_a_class_is_refused()
    {
        List<ImageFile> files = [.. Files("a", 9, 0, SplitPart.Train), .. Files("b", 9, 1, SplitPart.Train), .. Files("c", 5, 0, SplitPart.Test)];
        Refused(files, new SplitOptions(), "The class 'class1' has no readable picture in the test part");
    }

    private static IEnumerable<ImageFile> Files(string prefix, int count, int label, SplitPart? part = null) =>
        Enumerable.Range(0, count).Select(i => new ImageFile("", $"{prefix}-{i}.jpg", label, null, part));

    private static ImageSplit Split(IReadOnlyList<ImageFile> files, SplitOptions options) =>
        ImageSplit.Create(files, Classes(files), null, options);

    private static string[] Classes(IReadOnlyList<ImageFile> files) =>
        Enumerable.Range(0, files.Max(f => f.Label) + 1).Select(i => $"class{i}").ToArray();

    private static (int, int, int) Counts(ImageSplit split, IReadOnlyList<ImageFile> files, int label) =>
        (split.Train.Count(i => files[i].Label == label), split.Validation.Count(i => files[i].Label == label), split.Test.Count(i => files[i].Label == label));

    private static void Refused(IReadOnlyList<ImageFile> files, SplitOptions options, string message)
    {
        string actual = Assert.Throws<ImageSetException>(() => Split(files, options)).Message;
        Assert.Contains(message, actual, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', actual);
    }
}
