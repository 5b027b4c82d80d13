using System.Reflection;
using Thaw.Images.Listing;

namespace Thaw.Weights;

/// <summary>Finds pretrained backbones: those that are built into this assembly by name, any other by its file.</summary>
public static class BackboneStore
{
    private const string Prefix = "backbones/", Extension = ".safetensors";

    private static readonly Assembly Assembly = typeof(BackboneStore).Assembly;

    /// <summary>The names of the built-in backbones, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.AsReadOnly(NamesIn(Assembly.GetManifestResourceNames()));

    /// <summary>Loads a backbone.</summary>
    /// <param name="nameOrFile">The path of a file (see <see cref="Backbone.Load(string, string?)"/>), or one of <see cref="Names"/>; an existing file wins.</param>
    /// <exception cref="FileNotFoundException">There is neither; the message lists the names.</exception>
    /// <exception cref="WeightsFormatException">The file is damaged or no backbone.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Backbone Find(string nameOrFile) => Find(nameOrFile, Names, name => Assembly.GetManifestResourceStream($"{Prefix}{name}{Extension}")!);

    /// <summary>As the other overload, over other built-in backbones.</summary>
    internal static Backbone Find(string nameOrFile, IReadOnlyList<string> names, Func<string, Stream> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrFile);
        if (File.Exists(nameOrFile))
            return Backbone.Load(nameOrFile);
        if (!names.Contains(nameOrFile, StringComparer.Ordinal))
            throw new FileNotFoundException(Missing(nameOrFile, names), nameOrFile);
        using Stream stream = open(nameOrFile);
        return Backbone.Load(stream, nameOrFile);
    }

    internal static string[] NamesIn(IEnumerable<string> resources) => resources
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..^Extension.Length])
        .Order(StringComparer.Ordinal)
        .ToArray();

    private static string Missing(string nameOrFile, IReadOnlyList<string> names)
    {
        if (Path.HasExtension(nameOrFile) || nameOrFile.AsSpan().ContainsAny('/', '\\'))
            return NearNames.Missing("backbone", nameOrFile);
        string? near = names.Where(name => NearNames.Distance(nameOrFile, name) <= Math.Max(1, name.Length / 3))
            .MinBy(name => NearNames.Distance(nameOrFile, name));
        string known = names.Count == 0 ? "none is built in" : $"built in: {string.Join(", ", names)}";
        return $"No backbone is named '{nameOrFile}' ({known}; the path of a {Extension}, .h5 or .onnx file works too)."
            + (near is null ? "" : $" Did you mean '{near}'?");
    }
}
