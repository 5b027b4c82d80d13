using System.Text;

namespace Thaw.Reports.Csv;

/// <summary>
/// Writes comma-separated values (RFC 4180): UTF-8 without a mark, lines that end in CR LF, quotes where a field holds a comma, a
/// quote or a line break. Text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage return)
/// gets an apostrophe before it.
/// </summary>
internal sealed class CsvWriter : IDisposable
{
    private readonly StreamWriter _writer;
    private bool _rowBegun;

    /// <summary>Starts a file.</summary>
    /// <param name="stream">Left open.</param>
    public CsvWriter(Stream stream) => _writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);

    /// <summary>Adds a field of text, which may be anything.</summary>
    public CsvWriter Text(string text) => Field(text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text);

    /// <summary>Adds a field that is a number or a word of our own.</summary>
    public CsvWriter Field(string text)
    {
        if (_rowBegun)
            _writer.Write(',');
        _rowBegun = true;
        bool quoted = text.AsSpan().IndexOfAny(",\"\r\n") >= 0;
        _writer.Write(quoted ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text);
        return this;
    }

    /// <summary>Adds a number with all its digits; nothing where it is not a number.</summary>
    public CsvWriter Number(double value) =>
        Field(double.IsFinite(value) ? value.ToString(System.Globalization.CultureInfo.InvariantCulture) : "");

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        _writer.Write("\r\n");
        _rowBegun = false;
    }

    public void Dispose() => _writer.Dispose();
}
