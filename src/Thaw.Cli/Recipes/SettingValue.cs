using YamlDotNet.RepresentationModel;

namespace Thaw.Cli.Recipes;

/// <summary>A value that somebody set.</summary>
/// <param name="Node">The value; from the command line always a scalar.</param>
/// <param name="Name">The key or option.</param>
/// <param name="File">The recipe's file name; null for the command line.</param>
/// <param name="Line">The line in the recipe, from 1.</param>
internal readonly record struct SettingValue(YamlNode Node, string Name, string? File, long Line)
{
    /// <summary>A value that the command line gave.</summary>
    public static SettingValue OfOption(string option, string text) => new(new YamlScalarNode(text), option, null, 0);

    /// <summary>Where it stands, for errors: <c>--epochs</c>, or <c>a.yaml, line 3: epochs</c>.</summary>
    public string Origin => File is null ? Name : $"{Place}: {Name}";

    /// <summary>The file and the line.</summary>
    public string Place => $"{File}, line {Line}";

    /// <summary>Whether nothing stands there: <c>key:</c>, <c>key: ~</c> or <c>key: null</c>.</summary>
    public bool IsEmpty => Node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain or YamlDotNet.Core.ScalarStyle.Any, Value: null or "" or "~" or "null" };

    /// <summary>The value as text.</summary>
    /// <exception cref="UsageException">It is a list or a map.</exception>
    public string Text() => Node is YamlScalarNode scalar ? scalar.Value ?? "" : throw Expected("a single value");

    /// <summary>The items of a list, or of text with commas.</summary>
    /// <exception cref="UsageException">It is a map.</exception>
    public IReadOnlyList<SettingValue> Items()
    {
        SettingValue self = this;
        return Node switch
        {
            YamlSequenceNode list => [.. list.Children.Select(item => self with { Node = item, Line = item.Start.Line })],
            YamlScalarNode scalar => [.. (scalar.Value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(part => self with { Node = new YamlScalarNode(part) })],
            _ => throw Expected("a list"),
        };
    }

    /// <summary>The error that something else was expected.</summary>
    public UsageException Expected(string what)
    {
        string came = Node switch
        {
            YamlScalarNode scalar => $"'{scalar.Value}'",
            YamlSequenceNode => "a list",
            _ => "a map",
        };
        return new UsageException($"{Origin}: expected {what}, got {came}.");
    }
}
