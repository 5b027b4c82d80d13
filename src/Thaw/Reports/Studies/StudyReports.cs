using Thaw.Comparison.Claims;
using Thaw.Comparison.Studies;
using Thaw.Images;
using Thaw.Reports.Runs;

namespace Thaw.Reports.Studies;

/// <summary>Reads the comparisons of a study of the claims and writes what they say together.</summary>
public static class StudyReports
{
    /// <summary>The folder of the comparisons in that of the study.</summary>
    public const string CellsFolder = "cells";

    /// <summary>Reads a study's comparisons from their <c>report.json</c> and <c>predictions.csv</c>.</summary>
    /// <param name="folder">The study's folder; a comparison's is <c>cells/NAME</c> in it, see <see cref="StudyPlace.Name"/>.</param>
    /// <param name="places">Where the comparisons stand; at least one, none twice.</param>
    /// <param name="recipe">See <see cref="ClaimsStudy.Recipe"/>.</param>
    /// <param name="thawVersion">See <see cref="ClaimsStudy.ThawVersion"/>.</param>
    /// <param name="commandLine">See <see cref="ClaimsStudy.CommandLine"/>.</param>
    /// <param name="started">See <see cref="ClaimsStudy.Started"/>.</param>
    /// <exception cref="ReportFormatException">A report is missing, damaged, too large or of another version; the message names the file and what was expected.</exception>
    /// <exception cref="ArgumentException">There is no place, or one stands there twice.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ClaimsStudy Read(string folder, IReadOnlyList<StudyPlace> places, string recipe, string thawVersion, string commandLine, DateTimeOffset started)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(places);
        if (places.Count == 0 || places.Distinct().Count() != places.Count)
            throw new ArgumentException("Expected at least one place, none of them twice.", nameof(places));
        return new ClaimsStudy([.. places.Select(place => StudyCellReader.Read(place, Path.Combine(folder, CellsFolder, place.Name)))])
        {
            Recipe = recipe,
            ThawVersion = thawVersion,
            CommandLine = commandLine,
            Started = started,
        };
    }

    /// <summary>Writes <c>claims.json</c>, <c>claims.md</c> and <c>claims.html</c>. Each file appears whole or not at all; files of these names are replaced.</summary>
    /// <param name="study">The study.</param>
    /// <param name="folder">Where to; made where it does not exist.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void WriteAll(ClaimsStudy study, string folder)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, "claims.json"), stream => StudyJson.Write(study, stream));
        AtomicFile.Write(Path.Combine(folder, "claims.md"), stream => StudyMarkdown.Write(study, stream));
        AtomicFile.Write(Path.Combine(folder, "claims.html"), stream => StudyPage.Write(study, stream));
    }

    /// <summary>What a claim's answer is called, such as <c>left open</c>.</summary>
    /// <param name="answer">The answer.</param>
    public static string AnswerOf(ClaimAnswer answer) => StudyTexts.AnswerOf(answer);

    /// <summary>Writes the study as indented JSON in UTF-8, as <c>docs/report-schema.md</c> describes it.</summary>
    /// <param name="study">The study.</param>
    /// <param name="stream">Written to and left open.</param>
    public static void WriteJson(ClaimsStudy study, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(stream);
        StudyJson.Write(study, stream);
    }
}
