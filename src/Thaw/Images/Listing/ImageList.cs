using System.Text;

namespace Thaw.Images.Listing;

/// <summary>Reads a list of pictures from a CSV file: columns path, label and, if wanted, split and group.</summary>
internal static class ImageList
{
    private static readonly string[] Known = ["path", "label", "split", "group"];

    /// <summary>All files of the list, in its order. Whether they exist is not looked at.</summary>
    public static List<LabelledFile> Read(string csv)
    {
        using var text = new StreamReader(csv, new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            return Read(text, Path.GetDirectoryName(csv)!);
        }
        catch (ImageSetException e)
        {
            throw new ImageSetException($"'{csv}', {e.Message}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new ImageSetException($"'{csv}' is not UTF-8 text; save it as CSV UTF-8.", e);
        }
    }

    /// <summary>As above; messages begin with the line.</summary>
    internal static List<LabelledFile> Read(TextReader text, string folder)
    {
        var csv = new CsvReader(text);
        int[] columns = Columns(csv.Read() ?? [], out int width);
        var files = new List<LabelledFile>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        int first = 0;
        while (csv.Read() is { } record)
        {
            if (record.Count != width)
                throw Bad(csv, $"expected {width} fields as in the header, got {record.Count}.");
            LabelledFile file = Parse(csv, record, columns, folder);
            if (!lines.TryAdd(file.Path, csv.Line))
                throw Bad(csv, $"the file '{file.Name}' was listed before, in line {lines[file.Path]}.");
            if (files.Count == 0)
                first = csv.Line;
            else if (file.Part is null != files[0].Part is null)
                throw Bad(csv, $"the split is {(file.Part is null ? "empty" : "given")}, unlike in line {first}; give it for all files or for none.");
            else if (file.Group is null != files[0].Group is null)
                throw Bad(csv, $"the group is {(file.Group is null ? "empty" : "given")}, unlike in line {first}; give it for all files or for none.");
            files.Add(file);
        }
        return files;
    }

    private static int[] Columns(List<string> header, out int width)
    {
        width = header.Count;
        int[] columns = Known.Select(name => header.FindIndex(item => item.Trim().Equals(name, StringComparison.OrdinalIgnoreCase))).ToArray();
        string missing = string.Join(" and ", Known.Take(2).Where((_, i) => columns[i] < 0).Select(name => $"'{name}'"));
        if (missing.Length == 0)
            return columns;
        string hint = header.Count == 1 && header[0].Contains(';', StringComparison.Ordinal) ? " Separate the columns by commas, not by semicolons." : "";
        throw new ImageSetException($"line 1: the header lacks {missing}; expected 'path,label' and, if wanted, 'split' and 'group'.{hint}");
    }

    private static LabelledFile Parse(CsvReader csv, List<string> record, int[] columns, string folder)
    {
        string path = record[columns[0]].Trim().Replace('\\', '/');
        string label = record[columns[1]].Trim();
        if (path.Length == 0)
            throw Bad(csv, "the path is empty.");
        if (path.Contains('\0', StringComparison.Ordinal))
            throw Bad(csv, "the path holds a null character.");
        if (label.Length == 0)
            throw Bad(csv, $"the label of '{path}' is empty.");
        string split = columns[2] < 0 ? "" : record[columns[2]].Trim();
        SplitPart? part = SplitNames.Parse(split);
        if (part is null && split.Length > 0)
            throw Bad(csv, $"the split '{split}' is none of train, val and test.");
        string group = columns[3] < 0 ? "" : record[columns[3]].Trim();
        string full = Path.GetFullPath(path, folder);
        string name = ClassFolders.RelativeName(folder, full);
        return new LabelledFile(full, name, label, group.Length == 0 ? null : group, part);
    }

    private static ImageSetException Bad(CsvReader csv, string what) => new($"line {csv.Line}: {what}");
}
