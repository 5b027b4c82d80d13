using YamlDotNet.RepresentationModel;

namespace Thaw.Cli.Recipes;

/// <summary>A map of a recipe: its keys, with their lines.</summary>
internal sealed class YamlSection
{
    private readonly List<(string Key, SettingValue Value)> _entries = [];

    private YamlSection(YamlMappingNode map, string? file)
    {
        foreach ((YamlNode key, YamlNode value) in map.Children)
        {
            if (key is not YamlScalarNode { Value: { Length: > 0 } name })
                throw new UsageException($"{file}, line {key.Start.Line}: expected a key.");
            _entries.Add((name, new SettingValue(value, name, file, key.Start.Line)));
        }
    }

    /// <summary>The whole file.</summary>
    public static YamlSection Of(YamlMappingNode map, string file) => new(map, file);

    /// <summary>The map that a value is.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static YamlSection Of(SettingValue value) =>
        value.Node is YamlMappingNode map ? new YamlSection(map, value.File) : throw value.Expected("a map of keys and values");

    /// <summary>The keys and values in their order.</summary>
    public IReadOnlyList<(string Key, SettingValue Value)> Entries => _entries;

    /// <summary>The value of a key; null where there is none.</summary>
    public SettingValue? Find(string key)
    {
        foreach ((string name, SettingValue value) in _entries)
        {
            if (name == key)
                return value;
        }
        return null;
    }

    /// <summary>Checks that every key is known.</summary>
    /// <exception cref="UsageException">One is not; the message names it, its line, and the nearest known one.</exception>
    public void Check(IReadOnlyCollection<string> known)
    {
        foreach ((string key, SettingValue value) in _entries)
        {
            if (known.Contains(key))
                continue;
            throw new UsageException(Spelling.Suggest($"{value.Place}: unknown key '{key}'", key, known));
        }
    }

    /// <summary>The entries as values by name.</summary>
    public SettingValues Values()
    {
        var values = new SettingValues();
        foreach ((string key, SettingValue value) in _entries)
            values.Set(key, value);
        return values;
    }
}
