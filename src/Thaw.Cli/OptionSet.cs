using System.CommandLine;
using Thaw.Cli.Recipes;

namespace Thaw.Cli;

/// <summary>Settings as options of a verb. All are text to the parser, so that recipes and options share their checks and errors.</summary>
internal sealed class OptionSet
{
    private readonly List<(Setting Setting, Option Option)> _options = [];

    /// <summary>Adds an option for each setting.</summary>
    public OptionSet(Command command, params IEnumerable<Setting> settings)
    {
        foreach (Setting setting in settings)
        {
            Option option = setting.IsFlag
                ? new Option<bool>(setting.Option) { Arity = ArgumentArity.Zero }
                : new Option<string>(setting.Option) { HelpName = setting.Value };
            option.Description = setting.Description;
            command.Options.Add(option);
            _options.Add((setting, option));
        }
    }

    /// <summary>What the command line sets.</summary>
    public SettingValues Read(ParseResult result)
    {
        var values = new SettingValues();
        foreach ((Setting setting, Option option) in _options)
        {
            if (result.GetResult(option) is not { Implicit: false } found)
                continue;
            string text = setting.IsFlag ? "true" : found.Tokens[0].Value;
            if (text.Length == 0)
                throw new UsageException($"{setting.Option}: expected a value, got an empty one.");
            if (_options.Any(other => other.Setting.Option == text))
                throw new UsageException($"{setting.Option}: expected a value, got the option '{text}'.");
            values.Set(setting.Name, SettingValue.OfOption(setting.Option, text));
        }
        return values;
    }
}
