using System.Reflection;
using Thaw.Images.Listing;
using Thaw.Weights.Store;

namespace Thaw.Weights;

/// <summary>Finds pretrained backbones: those that are built into this assembly or kept in the user's store by name, any other by its file.</summary>
public static class BackboneStore
{
    // What stands beside a backbone, such as what its features are like for its source, is no backbone
    private const string Prefix = "backbones/", Extension = ".safetensors", Beside = ".source";

    private static readonly Assembly Assembly = typeof(BackboneStore).Assembly;

    /// <summary>The names of the built-in backbones, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.AsReadOnly(NamesIn(Assembly.GetManifestResourceNames()));

    /// <summary>Loads a backbone.</summary>
    /// <param name="nameOrFile">
    /// The path of a file (see <see cref="Backbone.Load(string, string?)"/>), one of <see cref="Names"/>, or a name of the user's store
    /// (<see cref="BackboneFolder.Default"/>); an existing file wins, then what is built in.
    /// </param>
    /// <exception cref="FileNotFoundException">There is none; the message lists the names, and says how to get one that is published.</exception>
    /// <exception cref="WeightsFormatException">The file is damaged or no backbone.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Backbone Find(string nameOrFile) => Find(nameOrFile, Names, OpenBuiltIn, () => BackboneFolder.DefaultOrNull);

    /// <summary>As the other overload, over other built-in backbones and another store.</summary>
    internal static Backbone Find(string nameOrFile, IReadOnlyList<string> names, Func<string, Stream> open, Func<BackboneFolder?> store)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrFile);
        if (File.Exists(nameOrFile))
            return Backbone.Load(nameOrFile);
        if (names.Contains(nameOrFile, StringComparer.Ordinal))
        {
            using Stream stream = open(nameOrFile);
            return Backbone.Load(stream, nameOrFile);
        }
        IReadOnlyList<string> stored = store() is { } folder ? folder.ListNames() : [];
        return stored.Contains(nameOrFile, StringComparer.Ordinal) ? store()!.Load(nameOrFile)
            : throw new FileNotFoundException(Missing(nameOrFile, names, stored), nameOrFile);
    }

    /// <summary>Loads a built-in backbone, whatever files there are.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">None of them.</exception>
    public static Backbone LoadBuiltIn(string name)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
            throw new ArgumentException($"No backbone named '{name}' is built in; there are {string.Join(", ", Names)}.", nameof(name));
        using Stream stream = OpenBuiltIn(name);
        return Backbone.Load(stream, name);
    }

    /// <summary>A file that is built in beside a backbone; null where there is none.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="extension">How the file ends, in place of the backbone's own end.</param>
    internal static Stream? OpenBeside(string name, string extension) => Assembly.GetManifestResourceStream(Prefix + name + extension);

    private static Stream OpenBuiltIn(string name) => Assembly.GetManifestResourceStream($"{Prefix}{name}{Extension}")!;

    internal static string[] NamesIn(IEnumerable<string> resources) => resources
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..^Extension.Length])
        .Where(name => !name.EndsWith(Beside, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .ToArray();

    private static string Missing(string nameOrFile, IReadOnlyList<string> names, IReadOnlyList<string> stored)
    {
        if (PublishedBackbone.Named(nameOrFile) is not null)
            return $"The backbone '{nameOrFile}' is not here yet; download it with: thaw weights download {nameOrFile}";
        string[] published = [.. PublishedBackbone.All.Select(item => item.Name).Except(stored)], all = [.. names, .. stored, .. published];
        string? near = all.Where(name => NearNames.Distance(nameOrFile, name) <= Math.Max(1, name.Length / 3))
            .MinBy(name => NearNames.Distance(nameOrFile, name));
        if (nameOrFile.AsSpan().ContainsAny('/', '\\') || near is null && Path.HasExtension(nameOrFile))
            return NearNames.Missing("backbone", nameOrFile);
        string known = names.Count == 0 ? "none is built in" : $"built in: {string.Join(", ", names)}";
        if (stored.Count > 0)
            known += $"; stored: {string.Join(", ", stored)}";
        if (published.Length > 0)
            known += $"; to be had with 'thaw weights download NAME': {string.Join(", ", published)}";
        return $"No backbone is named '{nameOrFile}' ({known}; the path of a {Extension}, .h5 or .onnx file works too)."
            + (near is null ? "" : $" Did you mean '{near}'?");
    }
}
