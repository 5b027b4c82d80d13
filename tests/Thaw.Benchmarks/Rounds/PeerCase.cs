using System.Globalization;

namespace Thaw.Benchmarks.Rounds;

/// <summary>Work that all programs do.</summary>
/// <param name="Name">What <c>--cases</c> calls it.</param>
/// <param name="Network">What Thaw calls it.</param>
/// <param name="Width">Factor of VGG16's channels.</param>
/// <param name="Image">Side of the pictures.</param>
/// <param name="Batch">Pictures at a time.</param>
/// <param name="InferenceOnly">Whether training steps are left out.</param>
/// <param name="Seconds">How long each process measures each figure, beyond the three times that it measures at least.</param>
internal sealed record PeerCase(string Name, string Network, double Width, int Image, int Batch, bool InferenceOnly, double Seconds = 2)
{
    /// <summary>The cases; a round of all takes a minute or two on two cores.</summary>
    public static IReadOnlyList<PeerCase> All { get; } =
    [
        new("vgg16-224-batch8", "vgg16", 1, 224, 8, InferenceOnly: false),
        new("vgg16-224-batch1", "vgg16", 1, 224, 1, InferenceOnly: true),
        new("vgg16-tiny-64-batch64", "vgg16-tiny", 0.25, 64, 64, InferenceOnly: false),
    ];

    /// <summary>For people.</summary>
    public string Title => $"{Network} at {Text(Image)}x{Text(Image)}, batch {Text(Batch)}";

    /// <summary>The cases of a list of names; all of them without a list.</summary>
    /// <exception cref="UsageException">There is no such case.</exception>
    public static IReadOnlyList<PeerCase> Named(string? list)
    {
        if (list is null)
            return All;
        string[] names = list.Split(',');
        if (names.FirstOrDefault(name => All.All(known => known.Name != name)) is { } unknown)
            throw new UsageException($"--cases expects {string.Join(", ", All.Select(known => known.Name))}, got '{unknown}'.");
        return [.. All.Where(known => names.Contains(known.Name))];
    }

    /// <summary>Whether a figure belongs to this case.</summary>
    public bool Has(Figure figure) => !InferenceOnly || figure.Key.StartsWith("infer", StringComparison.Ordinal);

    /// <summary>A number as command lines write it.</summary>
    public static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
