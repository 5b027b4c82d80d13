namespace Thaw.Tests.Serving;

/// <summary>Code that a page shows and a file compiles. The tests of the ML.NET solution link it.</summary>
internal static class MarkedLines
{
    /// <summary>The lines between marks, without indentation and without empty ones.</summary>
    /// <param name="file">A file.</param>
    /// <param name="begin">The line before each piece.</param>
    /// <param name="end">The line behind it.</param>
    public static string[] Between(string file, string begin, string end)
    {
        bool inside = false;
        var lines = new List<string>();
        foreach (string line in File.ReadLines(file).Select(line => line.Trim()))
        {
            if (line == begin)
                inside = true;
            else if (line == end)
                inside = false;
            else if (inside && line.Length > 0)
                lines.Add(line);
        }
        return [.. lines];
    }
}
