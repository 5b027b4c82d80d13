using System.Text;

namespace Thaw.Images.Listing;

/// <summary>
/// Reads comma-separated values (RFC 4180): fields may stand in double quotes, a quote inside is doubled, and a quoted field
/// may hold commas and line ends. Lines may end in LF or CR LF.
/// </summary>
internal sealed class CsvReader(TextReader reader)
{
    private int _line = 1;

    /// <summary>The line on which the last record began, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The next record, or null at the end. Empty lines are passed over.</summary>
    /// <exception cref="ImageSetException">A quoted field is not closed, or text follows its closing quote.</exception>
    public List<string>? Read()
    {
        while (reader.Peek() is '\r' or '\n')
            CountLine(reader.Read());
        if (reader.Peek() < 0)
            return null;
        Line = _line;
        var record = new List<string>();
        while (true)
        {
            record.Add(reader.Peek() == '"' ? Quoted() : Plain());
            int end = reader.Read();
            if (end == ',')
                continue;
            if (end == '\r' && reader.Peek() == '\n')
                end = reader.Read();
            CountLine(end);
            return record;
        }
    }

    private string Plain()
    {
        var field = new StringBuilder();
        while (reader.Peek() is not (-1 or ',' or '\r' or '\n'))
            field.Append((char)reader.Read());
        return field.ToString();
    }

    private string Quoted()
    {
        reader.Read();
        var field = new StringBuilder();
        while (true)
        {
            int next = reader.Read();
            if (next < 0)
                throw new ImageSetException($"line {Line}: a field in double quotes is not closed.");
            if (next == '"')
            {
                if (reader.Peek() != '"')
                    break;
                reader.Read();
            }
            CountLine(next);
            field.Append((char)next);
        }
        if (reader.Peek() is not (-1 or ',' or '\r' or '\n'))
            throw new ImageSetException($"line {Line}: text follows the closing quote of a field; write a quote inside a field twice.");
        return field.ToString();
    }

    private void CountLine(int character)
    {
        if (character == '\n')
            _line++;
    }
}
