using System.Globalization;
using System.Text;
using Thaw.Images;
using Thaw.Images.Listing;

namespace Thaw.Reports.Runs;

/// <summary>Reads <c>predictions.csv</c> back. The file may come from anybody.</summary>
internal static class PredictionsReader
{
    /// <summary>The most bytes that are read.</summary>
    internal const long MostBytes = 1L << 30;

    private static readonly string[] Columns = ["picture", "label", "plan", "seed", "kept", "predicted", "correct"];

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">The class names of the run.</param>
    /// <exception cref="ReportFormatException">It is none that Thaw wrote; the message names the line.</exception>
    public static RunPredictions Read(string path, IReadOnlyList<string> classes)
    {
        if (new FileInfo(path).Length > MostBytes)
            throw new ReportFormatException($"'{path}' has more than {MostBytes} bytes; expected the predictions of a run.");
        using var text = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
        try
        {
            return Read(new CsvReader(text), path, classes);
        }
        catch (ImageSetException e)
        {
            throw new ReportFormatException($"'{path}', {e.Message}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new ReportFormatException($"'{path}' is not UTF-8; expected the predictions that a run wrote.", e);
        }
    }

    private static RunPredictions Read(CsvReader csv, string path, IReadOnlyList<string> classes)
    {
        List<string>? header = csv.Read();
        if (header is null || !header.Take(Columns.Length).SequenceEqual(Columns))
            throw new ReportFormatException($"'{path}' begins with other columns than {string.Join(", ", Columns)}; expected the predictions that a run wrote.");
        var pictures = new List<string>();
        var labels = new List<string>();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var trials = new Dictionary<(string, ulong), List<bool>>();
        while (csv.Read() is { } row)
        {
            if (row.Count != header.Count)
                throw Wrong(path, csv, $"expected {header.Count} fields, got {row.Count}");
            string picture = Plain(row[0]), label = Plain(row[1]);
            if (!ulong.TryParse(row[3], NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
                throw Wrong(path, csv, $"expected a seed, got '{row[3]}'");
            if (row[6] is not ("0" or "1"))
                throw Wrong(path, csv, $"expected 1 or 0 under correct, got '{row[6]}'");
            if (!classes.Contains(label))
                throw Wrong(path, csv, $"the run has no class '{label}'");
            if (!trials.TryGetValue((Plain(row[2]), seed), out List<bool>? answers))
                trials.Add((Plain(row[2]), seed), answers = []);
            if (trials.Count == 1 && numbers.TryAdd(picture, pictures.Count))
            {
                pictures.Add(picture);
                labels.Add(label);
            }
            if (answers.Count >= pictures.Count || pictures[answers.Count] != picture || labels[answers.Count] != label)
                throw Wrong(path, csv, $"expected the test pictures once and in one order for each plan and seed, got '{picture}'");
            answers.Add(row[6] == "1");
        }
        foreach (((string plan, ulong seed), List<bool> answers) in trials)
        {
            if (answers.Count != pictures.Count)
                throw new ReportFormatException($"'{path}': expected {pictures.Count} pictures for the plan '{plan}' and seed {seed}, got {answers.Count}.");
        }
        if (trials.Count == 0)
            throw new ReportFormatException($"'{path}' holds no predictions.");
        return new RunPredictions(pictures, labels, trials.ToDictionary(trial => trial.Key, trial => trial.Value.ToArray()));
    }

    // Text that a spreadsheet would run was written with an apostrophe before it
    private static string Plain(string field) => field.Length > 1 && field[0] == '\'' && field[1] is ('=' or '+' or '-' or '@' or '\t' or '\r') ? field[1..] : field;

    private static ReportFormatException Wrong(string path, CsvReader csv, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"'{path}', line {csv.Line}: {what}."));
}
