using System.Text;

namespace Thaw.Reports;

/// <summary>Text that anyone may have chosen, made harmless in Markdown.</summary>
internal static class MarkdownText
{
    /// <summary>
    /// Text within a line or a table cell: every ASCII punctuation mark of Markdown's is escaped with a backslash, the marks of
    /// HTML become references, and line breaks and other control characters become spaces.
    /// </summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (char c in text)
        {
            if (c == '<')
                escaped.Append("&lt;");
            else if (c == '>')
                escaped.Append("&gt;");
            else if (c == '&')
                escaped.Append("&amp;");
            else if (char.IsControl(c) || c is '\u2028' or '\u2029')
                escaped.Append(' ');
            else if (c is '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '(' or ')' or '#' or '|' or '!' or '~' or '$')
                escaped.Append('\\').Append(c);
            else
                escaped.Append(c);
        }
        return escaped.ToString();
    }

    /// <summary>A block of code between fences longer than any run of backticks in it.</summary>
    public static string Code(string text, string language = "")
    {
        int longest = 0, run = 0;
        foreach (char c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        string fence = new('`', Math.Max(3, longest + 1));
        return $"{fence}{language}\n{text.ReplaceLineEndings("\n").TrimEnd('\n')}\n{fence}";
    }
}
