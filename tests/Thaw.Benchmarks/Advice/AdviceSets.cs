using System.Globalization;
using Thaw.Benchmarks.Rounds;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Advice;

/// <summary>The sets of the grid: those that are reported, and others of the same families that the rule's numbers were fitted on.</summary>
/// <param name="app">The console app, which draws the drawn ones.</param>
/// <param name="cifar">The folder of CIFAR-10's <c>train</c> and <c>test</c>.</param>
/// <param name="tiny">The folder <c>tiny-imagenet-200</c>.</param>
/// <param name="photos">The folder of <c>flowers</c> and <c>concrete-decks</c>.</param>
internal sealed class AdviceSets(string[] app, string cifar, string tiny, string photos)
{
    private static readonly string[] FittedAnimals = ["airplane", "bird", "deer", "frog", "ship"], ReportedAnimals = ["automobile", "cat", "dog", "horse", "truck"];
    private static readonly string[] Flowers = ["daisy", "dandelion", "roses", "sunflowers", "tulips"];
    private static readonly int[] Sizes = [20, 60, 150, 400];

    /// <summary>The sets of the report.</summary>
    public IReadOnlyList<AdviceSet> Reported =>
    [
        .. Drawn([0, 0.35, 0.7, 1], [40, 160], 11), .. PairsOf(Flowers).Select(pair => OfFlowers(pair.First, pair.Second)), .. Decks, .. OfCifar(ReportedAnimals), .. OfTiny(100),
    ];

    /// <summary>The sets that the rule's numbers were fitted on; none of their classes or drawings are reported.</summary>
    public IReadOnlyList<AdviceSet> Fitted => [.. Drawn([0.1, 0.5, 0.9], [25, 80, 250], 12), .. Surfaces, .. OfCifar(FittedAnimals), .. OfTiny(0)];

    private IEnumerable<AdviceSet> Drawn(double[] distances, int[] sizes, int seed)
    {
        foreach (string name in new[] { "near", "far" })
        {
            foreach (double distance in distances)
            {
                foreach (int size in sizes)
                    yield return OfDrawing(name, ["--distance", Text(distance)], size, seed++, $"{name}-{Text(distance)}-{size}");
            }
        }
    }

    private IEnumerable<AdviceSet> Surfaces => new[] { 30, 90, 270 }.Select(size => OfDrawing("surfaces", [], size, 40 + size, $"surfaces-{size}"));

    private AdviceSet OfDrawing(string drawing, string[] dial, int train, int seed, string name) => new(name, "drawn", path =>
    {
        const int Test = 600;
        int validation = Math.Max(4, train / 4), all = train + validation + Test;
        ChildProcess.Run([.. app, "data", "make", drawing, "--out", path, "--count", Text(all), "--seed", Text(seed), .. dial]);
        var list = new PictureList();
        foreach (string label in Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal))
        {
            string[] pictures = PictureList.Folder(label);
            list.AddTraining(Path.GetFileName(label), pictures[..(train + validation)], train, 0);
            list.AddTest(Path.GetFileName(label), pictures[(train + validation)..], Test);
        }
        return list.Write(path);
    }, train, []);

    private AdviceSet OfFlowers(string first, string second) => new($"flowers-{first}-{second}", "flowers", path =>
    {
        foreach (string label in new[] { first, second })
        {
            string folder = Directory.CreateDirectory(Path.Combine(path, label)).FullName;
            foreach (string file in PictureList.Folder(photos, "flowers", label))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }
        return path;
    }, 0, ["--validation", "0.15", "--test", "0.4"], Splits: 4);

    private IEnumerable<AdviceSet> Decks =>
    [
        new("decks", "decks", _ => Path.Combine(photos, "concrete-decks"), 0, ["--positive", "cracked"], Splits: 4),
        new("decks-grouped", "decks", _ => Path.Combine(photos, "concrete-decks"), 0, ["--positive", "cracked", "--group", "^(\\d+)-"], Splits: 4),
    ];

    private IEnumerable<AdviceSet> OfCifar(string[] classes) => PairsOf(classes).Select((pair, i) =>
    {
        int train = Sizes[i % Sizes.Length];
        return new AdviceSet($"cifar-{pair.First}-{pair.Second}-{train}", "CIFAR-10", path =>
        {
            var list = new PictureList();
            foreach (string label in new[] { pair.First, pair.Second })
            {
                list.AddTraining(label, PictureList.Folder(cifar, "train", label), train, (ulong)i);
                list.AddTest(label, PictureList.Folder(cifar, "test", label), 1000);
            }
            return list.Write(path);
        }, train, []);
    });

    // Pairs of single classes, whose test is 100 pictures, and pairs of ten classes each, whose test is 1,000: the test pictures are those of
    // val, on which the backbone was not trained
    private IEnumerable<AdviceSet> OfTiny(int from)
    {
        string[] classes = [.. File.ReadLines(Path.Combine(tiny, "wnids.txt")).Order(StringComparer.Ordinal)];
        new Pcg32(7).Shuffle(classes.AsSpan());
        string[] half = classes[from..(from + 100)];
        ILookup<string, string> tests = File.ReadLines(Path.Combine(tiny, "val", "val_annotations.txt")).Select(line => line.Split('\t'))
            .ToLookup(fields => fields[1], fields => Path.GetFullPath(Path.Combine(tiny, "val", "images", fields[0])));
        for (int i = 0; i < 4; i++)
            yield return OfTiny($"tiny-pair-{i}", [half[2 * i]], [half[2 * i + 1]], i % 2 == 0 ? 40 : 200, tests);
        for (int i = 0; i < 4; i++)
            yield return OfTiny($"tiny-tens-{i}", half[(10 + 20 * i)..(20 + 20 * i)], half[(20 + 20 * i)..(30 + 20 * i)], Sizes[i], tests);
    }

    private AdviceSet OfTiny(string name, string[] first, string[] second, int train, ILookup<string, string> tests) => new($"{name}-{train}", "Tiny ImageNet", path =>
    {
        var list = new PictureList();
        foreach ((string label, string[] classes) in new[] { ("first", first), ("second", second) })
        {
            list.AddTraining(label, [.. classes.SelectMany(wnid => PictureList.Folder(tiny, "train", wnid, "images"))], train, 1);
            list.AddTest(label, [.. classes.SelectMany(wnid => tests[wnid])], 1000);
        }
        return list.Write(path);
    }, train, []);

    private static IEnumerable<(string First, string Second)> PairsOf(string[] classes) =>
        classes.SelectMany((first, i) => classes.Skip(i + 1).Select(second => (first, second)));

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
