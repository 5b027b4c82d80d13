using Thaw.Comparison;
using Thaw.Images;
using Thaw.Reports;

namespace Thaw.Tests.Reports;

public class ReportNotesTests
{
    [Fact]
    public void A_sound_comparison_has_no_notes_on_its_split()
    {
        ComparisonResult sound = SampleComparison.TwoClasses() with { Data = DataWith(["g1"], ["g2"], ["g3"]) };
        Assert.DoesNotContain(ReportNotes.Of(sound), note => note.Contains("part", StringComparison.Ordinal));
    }

    [Fact]
    public void Groups_in_two_parts_are_named()
    {
        ComparisonResult one = SampleComparison.TwoClasses() with { Data = DataWith(["7001", "7002"], ["7003"], ["7001"]) };
        Assert.StartsWith("The group \"7001\" is in more than one part", Assert.Single(ReportNotes.Of(one), OnGroups), StringComparison.Ordinal);
        ComparisonResult many = one with { Data = DataWith(["a", "b", "c", "d"], ["a", "b"], ["b", "c", "d"]) };
        Assert.StartsWith("4 groups, such as \"a\", \"b\", \"c\", are in more", Assert.Single(ReportNotes.Of(many), OnGroups), StringComparison.Ordinal);
    }

    [Fact]
    public void Duplicates_few_pictures_one_seed_and_skipped_files_are_told()
    {
        ComparisonResult small = SampleComparison.Of("frozen", "full");
        small = small with
        {
            Data = small.Data with { Skipped = [new SkippedFile("a.jpg", "truncated")], Duplicates = [new DuplicatePicture("b", "train", "c", "test")] },
        };
        IReadOnlyList<string> notes = ReportNotes.Of(small);
        foreach (string part in (string[])["1 picture is in two parts", "only 20 test pictures", "There was one seed", "1 file was skipped"])
            Assert.Contains(notes, note => note.Contains(part, StringComparison.Ordinal));
    }

    private static bool OnGroups(string note) => note.Contains("in more than one part", StringComparison.Ordinal);

    private static DataSummary DataWith(params string[][] groups)
    {
        DataSummary data = SampleComparison.TwoClasses().Data;
        return data with { Parts = [.. data.Parts.Zip(groups, (part, names) => part with { Groups = names })], Duplicates = [], Skipped = [] };
    }
}
