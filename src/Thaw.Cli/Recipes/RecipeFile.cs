using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Thaw.Cli.Recipes;

/// <summary>A recipe as it stands in its YAML file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">What it does: <c>compare</c>, <c>pretrain</c> or <c>claims</c>.</param>
/// <param name="Values">What it sets.</param>
internal sealed record RecipeFile(string Path, string Kind, SettingValues Values)
{
    public const string Compare = "compare", Pretrain = "pretrain", Claims = "claims";
    private const int MaxBytes = 1 << 20, MaxDepth = 16;

    /// <summary>Reads a recipe; every key is one that its kind knows.</summary>
    /// <exception cref="UsageException">The file is missing or no recipe; the message names the line.</exception>
    public static RecipeFile Read(string path)
    {
        if (!File.Exists(path))
            throw new FailureException(Directory.Exists(path) ? $"Expected a recipe, got the folder '{path}'." : Missing(path));
        string file = System.IO.Path.GetFileName(path);
        YamlMappingNode root = Parse(path, file);
        var whole = YamlSection.Of(root, file);
        string kind = whole.Find("kind") is { } value ? value.Text() : Compare;
        string[] kinds = [Compare, Pretrain, Claims];
        if (!kinds.Contains(kind))
            throw new UsageException(Spelling.Suggest($"{file}, line {root.Start.Line}: no kind of recipe is named '{kind}'", kind, kinds));
        return new RecipeFile(path, kind, Flatten(whole, Settings.Of(kind)));
    }

    // Keys stand either under their own name or in a section: split-seed, or seed below split
    private static SettingValues Flatten(YamlSection whole, IReadOnlyList<Setting> known)
    {
        ILookup<string, Setting> sections = known.Where(setting => setting.Nested is not null).ToLookup(setting => setting.Nested!.Split('.')[0]);
        whole.Check(["kind", .. known.Select(setting => setting.Name), .. sections.Select(section => section.Key)]);
        var values = new SettingValues();
        foreach (Setting setting in known)
        {
            if (whole.Find(setting.Name) is { } value)
                values.Set(setting.Name, value);
        }
        foreach (IGrouping<string, Setting> section in sections)
        {
            if (whole.Find(section.Key) is not { IsEmpty: false } value)
                continue;
            var inner = YamlSection.Of(value);
            inner.Check([.. section.Select(setting => setting.Nested!.Split('.')[1])]);
            foreach (Setting setting in section)
            {
                if (inner.Find(setting.Nested!.Split('.')[1]) is not { } item)
                    continue;
                if (values[setting] is not null)
                    throw new UsageException($"{item.Origin}: '{setting.Name}' says the same; keep one of them.");
                values.Set(setting.Name, item);
            }
        }
        return values;
    }

    private static YamlMappingNode Parse(string path, string file)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw new UsageException($"{file} has more than {MaxBytes} bytes; that is no recipe.");
        string text = File.ReadAllText(path);
        try
        {
            CheckDepth(text, file);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode map)
                return map;
        }
        catch (YamlException e)
        {
            throw new UsageException($"{file}, line {e.Start.Line}: not valid YAML: {e.Message}");
        }
        throw new UsageException($"{file} is no recipe: expected lines such as 'data: FOLDER'.");
    }

    // Loading recurses, so a file of brackets could end the process
    private static void CheckDepth(string text, string file)
    {
        var parser = new Parser(new StringReader(text));
        int depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth)
                throw new UsageException($"{file}, line {parser.Current.Start.Line}: lists and maps are nested deeper than {MaxDepth} levels.");
            if (parser.Current is AnchorAlias alias)
                throw new UsageException($"{file}, line {alias.Start.Line}: a recipe has no aliases (*{alias.Value}); write the value out.");
        }
    }

    private static string Missing(string path)
    {
        string? folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path));
        string? near = Directory.Exists(folder)
            ? Spelling.Nearest(System.IO.Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(entry => System.IO.Path.GetFileName(entry)))
            : null;
        return near is null ? $"No recipe at '{path}'." : $"No recipe at '{path}'; did you mean '{near}'?";
    }
}
