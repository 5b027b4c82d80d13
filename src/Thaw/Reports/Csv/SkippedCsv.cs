using Thaw.Comparison;

using Thaw.Images;

namespace Thaw.Reports.Csv;

/// <summary><c>skipped.csv</c>: a row for each file that could not be used.</summary>
internal static class SkippedCsv
{
    /// <summary>Writes the columns file and reason.</summary>
    /// <param name="result">A comparison.</param>
    /// <param name="stream">Written to and left open.</param>
    public static void Write(ComparisonResult result, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(stream);
        using var csv = new CsvWriter(stream);
        csv.Field("file").Field("reason").EndRow();
        foreach (SkippedFile file in result.Data.Skipped)
            csv.Text(file.Name).Text(file.Reason).EndRow();
    }
}
