using System.CommandLine;
using System.CommandLine.Parsing;

namespace Thaw.Cli;

/// <summary>Says what is wrong with a command line, in one line.</summary>
internal static class ParseErrors
{
    /// <summary>The first thing that is wrong; null where nothing is.</summary>
    public static string? Find(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        string help = $"'{Name(result.CommandResult)} --help'";
        if (command.Subcommands.Count > 0)
        {
            string[] verbs = [.. command.Subcommands.Select(verb => verb.Name)];
            string? token = result.UnmatchedTokens.FirstOrDefault();
            if (token is null)
                return $"'{Name(result.CommandResult)}' needs a verb: {string.Join(", ", verbs)}.";
            return token.StartsWith('-')
                ? Spelling.Suggest($"Unknown option '{token}'", token, ["--help", "--version"])
                : Spelling.Suggest($"Unknown verb '{token}'", token, verbs);
        }
        if (UnknownOption(result) is { } option)
        {
            string[] known = [.. command.Options.Select(o => o.Name)];
            if (known.Contains(option))
                return $"'{option}' must stand behind '{Name(result.CommandResult)}'.";
            string? near = Spelling.Nearest(option.Split('=')[0], known);
            return $"Unknown option '{option}'; " + (near is null ? $"{help} lists the options." : $"did you mean '{near}'?");
        }
        foreach (Argument argument in command.Arguments)
        {
            if ((result.GetResult(argument)?.Tokens.Count ?? 0) < argument.Arity.MinimumNumberOfValues)
                return $"'{Name(result.CommandResult)}' needs {argument.Name}; see {help}.";
        }
        foreach (Option needed in command.Options.Where(o => o.Required))
        {
            if (result.GetResult(needed) is null or { Implicit: true } or { IdentifierTokenCount: 0 })
                return $"'{Name(result.CommandResult)}' needs {needed.Name} {needed.HelpName}; see {help}.";
        }
        if (result.UnmatchedTokens.Count > 0)
            return $"'{result.UnmatchedTokens[0]}' is more than '{Name(result.CommandResult)}' takes; see {help}.";
        if (result.Errors.Count == 0)
            return null;
        ParseError error = result.Errors[0];
        if (error.SymbolResult is not OptionResult { Option: { } wrong })
            return error.Message.ReplaceLineEndings(" ");
        return result.GetResult(wrong)!.Tokens.Count == 0
            ? $"{wrong.Name}: expected a value, {wrong.HelpName}; see {help}."
            : $"{wrong.Name} was given more than once.";
    }

    /// <summary>An option that the verb does not have; the parser takes it for an argument.</summary>
    private static string? UnknownOption(ParseResult result)
    {
        bool literal = result.Tokens.Any(token => token.Type == TokenType.DoubleDash);
        IEnumerable<string> arguments = result.CommandResult.Command.Arguments
            .SelectMany(argument => result.GetResult(argument)?.Tokens ?? [])
            .Select(token => token.Value);
        return literal ? null : arguments.Concat(result.UnmatchedTokens).FirstOrDefault(text => text.Length > 1 && text[0] == '-');
    }

    private static string Name(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Name(parent)} {result.Command.Name}" : "thaw";
}
