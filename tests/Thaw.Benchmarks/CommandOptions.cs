using System.Globalization;

namespace Thaw.Benchmarks;

/// <summary>The options of a mode: <c>--name value</c>, or <c>--name</c> alone for a switch.</summary>
internal sealed class CommandOptions
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Reads a command line.</summary>
    /// <param name="args">The command line without the mode's name.</param>
    /// <param name="names">Options with a value, without dashes.</param>
    /// <param name="switches">Options without one.</param>
    /// <exception cref="UsageException">An unknown option, or one without its value.</exception>
    public CommandOptions(string[] args, string[] names, string[] switches)
    {
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][2..] : "";
            if (switches.Contains(name))
                _values[name] = "";
            else if (!names.Contains(name))
                throw new UsageException($"There is no option '{args[i]}' here; there are {string.Join(", ", names.Concat(switches).Select(known => "--" + known))}.");
            else if (i + 1 == args.Length)
                throw new UsageException($"--{name} expects a value.");
            else
                _values[name] = args[++i];
        }
    }

    /// <summary>Whether a switch is set.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The value of an option, or null.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>The value of an option that is a whole number from 1 on.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public int Count(string name, int otherwise)
    {
        if (Text(name) is not { } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
            ? value
            : throw new UsageException($"--{name} expects a whole number from 1 on, got '{text}'.");
    }
}
