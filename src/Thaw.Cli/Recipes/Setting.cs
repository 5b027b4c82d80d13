namespace Thaw.Cli.Recipes;

/// <summary>Something that a user can set: an option of the command line and a key of a recipe under one name.</summary>
/// <param name="Name">The key, and with <c>--</c> before it the option.</param>
/// <param name="Value">What the value is called in the help; null for a flag, which takes none.</param>
/// <param name="Description">A line for the help, with the default.</param>
internal sealed record Setting(string Name, string? Value, string Description)
{
    /// <summary>The key's other place in a recipe, <c>section.key</c>; null where it has none.</summary>
    public string? Nested { get; init; }

    /// <summary>Whether it is an option too; otherwise it can only stand in a recipe.</summary>
    public bool IsOption { get; init; } = true;

    /// <summary>Whether it takes no value on the command line.</summary>
    public bool IsFlag => Value is null;

    /// <summary>The option on the command line.</summary>
    public string Option => "--" + Name;
}
