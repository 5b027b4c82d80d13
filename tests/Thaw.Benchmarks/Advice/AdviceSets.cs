using System.Globalization;
using Thaw.Benchmarks.Rounds;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Advice;

/// <summary>The sets of the grid: those that are reported, and others of the same families that the rule's numbers were fitted on.</summary>
/// <param name="app">The console app, which draws the drawn ones.</param>
/// <param name="cifar">The folder of CIFAR-10's <c>train</c> and <c>test</c>.</param>
/// <param name="tiny">The folder <c>tiny-imagenet-200</c>.</param>
/// <param name="photos">The folder of <c>flowers</c> and <c>concrete-decks</c>.</param>
/// <param name="more">A folder of further sets of photographs, each a folder of two classes; null where they are not needed.</param>
internal sealed class AdviceSets(string[] app, string cifar, string tiny, string photos, string? more)
{
    private static readonly string[] FittedAnimals = ["airplane", "bird", "deer", "frog", "ship"], ReportedAnimals = ["automobile", "cat", "dog", "horse", "truck"];
    private static readonly string[] Flowers = ["daisy", "dandelion", "roses", "sunflowers", "tulips"];
    private static readonly int[] Sizes = [20, 60, 150, 400], TinySizes = [20, 60, 150, 300], PhotographSizes = [20, 80, 250];

    /// <summary>The sets of the report.</summary>
    public IReadOnlyList<AdviceSet> Reported =>
    [
        .. Drawn([0, 0.35, 0.7, 1], [40, 160], 11), .. PairsOf(Flowers).Select(pair => OfFlowers(pair.First, pair.Second)), .. Decks, .. OfCifar(ReportedAnimals), .. OfTiny(100),
    ];

    /// <summary>The sets that the rule's numbers were fitted on; none of their classes or drawings are reported.</summary>
    public IReadOnlyList<AdviceSet> Fitted => [.. Drawn([0.1, 0.5, 0.9], [25, 80, 250], 12), .. Surfaces, .. OfCifar(FittedAnimals), .. OfTiny(0), .. Photographs];

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

    // Two groups of ten classes each, 500 pictures a group. They are those of val: of the pictures in train the backbone has learnt the very labels, which no user's pictures share
    private IEnumerable<AdviceSet> OfTiny(int from)
    {
        string[] classes = [.. File.ReadLines(Path.Combine(tiny, "wnids.txt")).Order(StringComparer.Ordinal)];
        new Pcg32(7).Shuffle(classes.AsSpan());
        string[] half = classes[from..(from + 100)];
        ILookup<string, string> pictures = File.ReadLines(Path.Combine(tiny, "val", "val_annotations.txt")).Select(line => line.Split('\t'))
            .ToLookup(fields => fields[1], fields => Path.GetFullPath(Path.Combine(tiny, "val", "images", fields[0])));
        for (int i = 0; i < 4; i++)
        {
            (string, string[])[] groups = [.. new[] { "first", "second" }.Select((label, k) => (label, half[(20 * i + 10 * k)..(20 * i + 10 * k + 10)].SelectMany(wnid => pictures[wnid]).ToArray()))];
            yield return OfPictures(string.Create(CultureInfo.InvariantCulture, $"tiny-{i}-{TinySizes[i]}"), "Tiny ImageNet", groups, TinySizes[i]);
            yield return OfPictures(string.Create(CultureInfo.InvariantCulture, $"tiny-{i}-{TinySizes[3 - i]}"), "Tiny ImageNet", groups, TinySizes[3 - i]);
        }
    }

    // Each set at the sizes that leave a good part of its pictures for the test
    private IEnumerable<AdviceSet> Photographs
    {
        get
        {
            foreach (string set in Directory.EnumerateDirectories(more!).Order(StringComparer.Ordinal))
            {
                (string Label, string[] Pictures)[] classes = [.. Directory.EnumerateDirectories(set).Order(StringComparer.Ordinal).Select(label => (Path.GetFileName(label), PictureList.Folder(label)))];
                int fewest = classes.Min(pictures => pictures.Pictures.Length);
                foreach (int size in PhotographSizes.Where(size => 2 * size <= fewest))
                    yield return OfPictures(string.Create(CultureInfo.InvariantCulture, $"photographs-{Path.GetFileName(set)}-{size}"), "photographs", classes, size);
            }
        }
    }

    private static AdviceSet OfPictures(string name, string family, (string Label, string[] Pictures)[] classes, int train) => new(name, family, path =>
    {
        const int Test = 300;
        var list = new PictureList();
        foreach ((string label, string[] pictures) in classes)
        {
            string[] shuffled = [.. pictures];
            new Pcg32((ulong)train).Shuffle(shuffled.AsSpan());
            int rest = shuffled.Length - train - Math.Max(4, train / 4);
            list.AddTraining(label, shuffled[rest..], train, 0);
            list.AddTest(label, shuffled[..rest], Test);
        }
        return list.Write(path);
    }, train, []);

    private static IEnumerable<(string First, string Second)> PairsOf(string[] classes) =>
        classes.SelectMany((first, i) => classes.Skip(i + 1).Select(second => (first, second)));

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
