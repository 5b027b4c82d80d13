using System.Text;

namespace Thaw.Tests.ArchitectureRules;

/// <summary>Reads C# far enough to tell code from comments and from the text of strings.</summary>
internal ref struct SourceText
{
    private readonly ReadOnlySpan<char> _text;
    private readonly StringBuilder _code;
    private int _at;

    private SourceText(ReadOnlySpan<char> text)
    {
        _text = text;
        _code = new StringBuilder(text.Length);
    }

    /// <summary>
    /// The code alone: a comment becomes a blank, a string or character an empty pair of quotes, but for the expressions
    /// inside an interpolated string, which are code. Line ends outside raw strings stay.
    /// </summary>
    public static string CodeOf(string text)
    {
        var source = new SourceText(text);
        source.Code(closing: '\0');
        return source._code.ToString();
    }

    private readonly bool Ahead(string what) => _text[_at..].StartsWith(what, StringComparison.Ordinal);

    /// <summary>Copies code up to the end, or to an unmatched closing brace.</summary>
    private void Code(char closing)
    {
        int depth = 0;
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (Ahead("//"))
                SkipTo("\n", take: false);
            else if (Ahead("/*"))
                SkipTo("*/", take: true);
            else if (c == '\'')
                Character();
            else if (c == '"' || IsStringPrefix())
                Text();
            else
            {
                if (c == '}' && depth-- == 0 && closing == '}')
                    return;
                if (c == '{')
                    depth++;
                _code.Append(c);
                _at++;
            }
        }
    }

    private readonly bool IsStringPrefix()
    {
        int i = _at;
        while (i < _text.Length && _text[i] is '$' or '@')
            i++;
        return i > _at && i < _text.Length && _text[i] == '"';
    }

    private void SkipTo(string end, bool take)
    {
        int length = _text[_at..].IndexOf(end, StringComparison.Ordinal);
        _at = length < 0 ? _text.Length : _at + length + (take ? end.Length : 0);
        _code.Append(' ');
    }

    private void Character()
    {
        _at++;
        while (_at < _text.Length && _text[_at] != '\'')
            _at += _text[_at] == '\\' ? 2 : 1;
        _at++;
        _code.Append("''");
    }

    private void Text()
    {
        int dollars = 0, quotes = 0;
        bool verbatim = false;
        for (; _text[_at] != '"'; _at++)
        {
            dollars += _text[_at] == '$' ? 1 : 0;
            verbatim |= _text[_at] == '@';
        }
        while (_at + quotes < _text.Length && _text[_at + quotes] == '"')
            quotes++;
        _code.Append("\"\"");
        if (quotes == 2)
        {
            _at += 2;
            return;
        }
        // Three quotes or more open a raw string, which as many close; in any other, one does
        string end = new('"', quotes);
        bool raw = quotes > 2;
        _at += quotes;
        while (_at < _text.Length)
        {
            if (verbatim && Ahead("\"\""))
                _at += 2;
            else if (!verbatim && !raw && _text[_at] == '\\')
                _at += 2;
            else if (Ahead(end))
            {
                _at += quotes;
                return;
            }
            else if (dollars > 0 && _text[_at] == '{')
                Braces(dollars, raw);
            else
                _at++;
        }
    }

    /// <summary>An expression inside an interpolated string, or braces that stand for themselves.</summary>
    private void Braces(int dollars, bool raw)
    {
        int open = 0;
        while (_at < _text.Length && _text[_at] == '{')
        {
            open++;
            _at++;
        }
        bool expression = raw ? open >= dollars : open % 2 == 1;
        if (!expression)
            return;
        _code.Append(' ');
        Code(closing: '}');
        _code.Append(' ');
        _at += raw ? dollars : 1;
    }
}
