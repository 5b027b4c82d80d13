using System.Globalization;
using System.Text;

namespace Thaw.Benchmarks.Serve;

/// <summary>What was measured, on the terminal and as a page and JSON.</summary>
internal sealed class ServeReport
{
    private readonly List<ServeCheck> _checks = [];
    private readonly List<string> _notes = [];

    /// <summary>Whether all bounds were kept.</summary>
    public bool Passed => _checks.TrueForAll(check => check.Passed);

    /// <summary>Notes something that has no bound.</summary>
    public void Tell(FormattableString note) => Tell(note.ToString(CultureInfo.InvariantCulture));

    /// <summary>Notes something that has no bound.</summary>
    public void Tell(string note)
    {
        _notes.Add(note);
        Console.WriteLine("  " + note);
    }

    /// <summary>Adds a measurement with its bound.</summary>
    public void Add(string name, bool passed, FormattableString bound, FormattableString measured) =>
        Add(new ServeCheck(name, measured.ToString(CultureInfo.InvariantCulture), bound.ToString(CultureInfo.InvariantCulture), passed));

    /// <summary>Checks that all requests had one of these statuses.</summary>
    public void NoFailures(string name, IReadOnlyList<LoadRecord> records, params int[] statuses)
    {
        var others = records.Where(record => !statuses.Contains(record.Status)).GroupBy(record => record.Status).Select(group => $"{group.Count()} of {Status(group.Key)}").ToArray();
        string allowed = string.Join(" or ", statuses);
        Add(new ServeCheck(name + ": answers", others.Length == 0 ? $"all of {records.Count}" : $"{string.Join(", ", others)}, of {records.Count}", $"all are {allowed}, no connection fails", others.Length == 0));
    }

    /// <summary>Writes both files.</summary>
    /// <returns>Their paths.</returns>
    public IReadOnlyList<string> Write(string folder, string day, ServeContext context)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# The service under load, {day}\n\n");
        foreach ((string key, string value) in Machine.Description)
            page.Append(CultureInfo.InvariantCulture, $"- {key}: {value}\n");
        page.Append("\n| | measured | bound | |\n| --- | --- | --- | --- |\n");
        foreach (ServeCheck check in _checks)
            page.Append(CultureInfo.InvariantCulture, $"| {check.Name} | {check.Measured} | {check.Bound} | {(check.Passed ? "kept" : "**missed**")} |\n");
        page.Append('\n');
        foreach (string note in _notes)
            page.Append(CultureInfo.InvariantCulture, $"- {note}\n");
        Directory.CreateDirectory(folder);
        string name = Path.Combine(folder, "serve-" + day);
        File.WriteAllText(name + ".md", page.ToString());
        // Names alone, not where on this machine they are
        var settings = new { Photos = Path.GetFileName(context.Photos), Model = Path.GetFileName(context.Zip), context.Seconds, context.Rounds, context.Requests, context.Swaps };
        File.WriteAllText(name + ".json", JsonText.Of(new { Machine = Machine.Description, Settings = settings, Checks = _checks, Notes = _notes }) + "\n");
        return [name + ".md", name + ".json"];
    }

    private static string Status(int status) => status == LoadRecord.ConnectionFailed ? "a failed connection" : status.ToString(CultureInfo.InvariantCulture);

    private void Add(ServeCheck check)
    {
        _checks.Add(check);
        Console.WriteLine($"{(check.Passed ? "kept  " : "MISSED")} {check.Name}: {check.Measured} (bound: {check.Bound})");
    }
}
