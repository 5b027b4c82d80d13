namespace Thaw.Cli.Tests;

/// <summary>
/// Wrong command lines: exit code 2, one line on stderr that helps, nothing on stdout. Some run as a process; all others within the tests, which
/// is quicker.
/// </summary>
[Collection(WorkshopTests.Name)]
public sealed class UsageTests(Workshop workshop)
{
    [Theory]
    [InlineData("Unknown verb 'tarin'; did you mean 'train'?", "tarin", "pics")]
    [InlineData("Unknown option '--bach'; did you mean '--batch'?", "compare", "pics", "--bach", "3")]
    public void IsToldByTheProcess(string expected, params string[] arguments) => IsUsage(expected, workshop.Run(arguments));

    [Fact]
    public void OfARecipeIsToldByTheProcess() => IsUsage("typo.yaml, line 2: unknown key 'sedes'; did you mean 'seeds'?",
        workshop.RunRecipe("typo.yaml", "data: pics\nsedes: 1"));

    [Theory]
    [InlineData("Unknown verb 'comparee'; did you mean 'compare'?", "comparee", "pics")]
    [InlineData("Unknown option '--versio'; did you mean '--version'?", "--versio")]
    [InlineData("needs DATA; see 'thaw compare --help'", "compare")]
    [InlineData("Unknown option '--epoch'; did you mean '--epochs'?", "compare", "pics", "--epoch", "3")]
    [InlineData("Unknown option '--epoch'; did you mean '--epochs'?", "compare", "--epoch", "3", "pics")]
    [InlineData("Unknown option '--jsn'; did you mean '--json'?", "predict", "m.zip", "a.png", "--jsn")]
    [InlineData("'--epochs' must stand behind 'thaw compare'", "--epochs", "3", "compare", "pics")]
    [InlineData("'extra' is more than 'thaw compare' takes", "compare", "pics", "extra")]
    [InlineData("--out: expected a value, FOLDER", "compare", "pics", "--out")]
    [InlineData("--out: expected a value, got the option '--resume'", "compare", "pics", "--out", "--resume")]
    [InlineData("--epochs was given more than once", "compare", "pics", "--epochs", "1", "--epochs", "2")]
    [InlineData("--epochs: expected a whole number of at least 1, got 'three'", "compare", "pics", "--epochs", "three")]
    [InlineData("--lr: expected a number above 0 or 'auto', got '-1'", "compare", "pics", "--lr", "-1")]
    [InlineData("--lr: expected a number above 0 or 'auto', got 'autoo'", "compare", "pics", "--lr", "autoo")]
    [InlineData("--layer-decay: expected a number above 0 and at most 1, got '2'", "compare", "pics", "--layer-decay", "2")]
    [InlineData("--plans: no plan is named 'frozn'; did you mean 'frozen'?", "compare", "pics", "--plans", "frozn")]
    [InlineData("--seeds: expected at least one seed, all different", "compare", "pics", "--seeds", "1,1")]
    [InlineData("--image-size: expected a whole number from 32 to 4096, got '16'", "compare", "pics", "--image-size", "16")]
    [InlineData("--augment: cannot be together with --no-augment", "compare", "pics", "--augment", "--no-augment")]
    [InlineData("'thaw data' needs a verb: make", "data")]
    [InlineData("'thaw data make' needs --out FOLDER", "data", "make", "surfaces")]
    [InlineData("did you mean 'surfaces'?", "data", "make", "surfacs", "--out", "x")]
    [InlineData("'thaw weights' needs a verb: list, info, import, download, statistics, path", "weights")]
    [InlineData("'surfaces' has no --distance; the sets that have one are: near, far", "data", "make", "surfaces", "--out", "x", "--distance", "0.5")]
    [InlineData("--distance: expected a number from 0 to 1, got '1.5'", "data", "make", "near", "--out", "x", "--distance", "1.5")]
    [InlineData("Unknown verb 'lits'; did you mean 'list'?", "weights", "lits")]
    [InlineData("needs NAME|FILE; see 'thaw weights info --help'", "weights", "info")]
    [InlineData("'thaw weights import' needs --as NAME", "weights", "import", "a.h5")]
    [InlineData("No published backbone is named 'vgg16-kera'; did you mean 'vgg16-keras'?", "weights", "download", "vgg16-kera")]
    [InlineData("No published backbone is named 'resnet'; there are vgg16-keras, vgg16-torchvision", "weights", "download", "resnet")]
    [InlineData("Unknown option '--url'", "weights", "download", "vgg16-keras", "--url", "http://x/")]
    [InlineData("--part: expected all, train, validation or test, got 'tset'", "evaluate", "m.zip", "pics", "--part", "tset")]
    [InlineData("'thaw export' needs --format NAME", "export", "m.zip")]
    [InlineData("--format: no format is named 'kears'; did you mean 'keras'?", "export", "m.zip", "--format", "kears")]
    [InlineData("--format: no format is named 'caffe'; there are onnx, tensorflow, safetensors, keras, triton.", "export", "m.zip", "--format", "caffe")]
    [InlineData("--network: no network is named 'vgg-16'; did you mean 'vgg16'?", "bench", "--network", "vgg-16")]
    [InlineData("--network: no network is named 'resnet'; there are vgg16, vgg16-tiny", "bench", "--network", "resnet")]
    [InlineData("--image: expected a multiple of 32 from 32 to 4096, got '100'", "bench", "--image", "100")]
    [InlineData("--image: expected a whole number from 32 to 4096, got '0'", "bench", "--image", "0")]
    [InlineData("--batch: expected a whole number from 1 to 65536, got '0'", "bench", "--batch", "0")]
    [InlineData("--seconds: expected a number above 0", "bench", "--seconds", "0")]
    [InlineData("--threads: expected a whole number from 0 to 1024, got 'all'", "bench", "--threads", "all")]
    [InlineData("Unknown option '--imag'; did you mean '--image'?", "bench", "--imag", "64")]
    public void IsToldInOneLine(string expected, params string[] arguments) => IsUsage(expected, ThawProcess.Within(arguments));

    [Theory]
    [InlineData("bad.yaml, line 3: unknown key 'epoch'; did you mean 'epochs'?", "data: pics\n\nepoch: 3")]
    [InlineData("bad.yaml, line 4: unknown key 'seeds'; did you mean 'seed'?", "data: pics\nsplit:\n  validation: 0.1\n  seeds: 3")]
    [InlineData("bad.yaml, line 7: unknown key 'epohcs'; did you mean 'epochs'?",
        "data: pics\nplans:\n  - frozen\n  - name: mine\n    phases:\n      - train-from: head\n        epohcs: 3")]
    [InlineData("bad.yaml, line 2: epochs: expected a whole number of at least 1, got 'many'", "data: pics\nepochs: many")]
    [InlineData("bad.yaml, line 2: epochs: expected a single value, got a list", "data: pics\nepochs: [1, 2]")]
    [InlineData("bad.yaml, line 3: seed: 'split-seed' says the same", "data: pics\nsplit-seed: 1\nsplit: {seed: 2}")]
    [InlineData("bad.yaml, line 2: not valid YAML", "data: pics\ndata: pics")]
    [InlineData("no kind of recipe is named 'pretrian'; did you mean 'pretrain'?", "kind: pretrian")]
    [InlineData("unknown key 'plans'", "kind: pretrain\ndata: pics\nplans: frozen")]
    [InlineData("add 'data: FOLDER'", "epochs: 3")]
    [InlineData("no layer or block is named 'block9'; did you mean 'block1'?",
        "data: pics\nbackbone: tiny.safetensors\nplans:\n  - {name: mine, phases: [{train-from: block9}]}")]
    public void OfARecipeNamesTheLine(string expected, string recipe) => IsUsage(expected, WithinRecipe(recipe));

    [Fact]
    public void DeepNestingIsRefused() => IsUsage("nested deeper than 16 levels", WithinRecipe("data: " + new string('[', 100_000)));

    private static void IsUsage(string expected, Ended ended)
    {
        Assert.Contains(expected, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.Equal((2, ""), (ended.Code, ended.Out));
    }

    private Ended WithinRecipe(string text)
    {
        string path = workshop.At("bad.yaml");
        File.WriteAllText(path, text.Replace("data: pics", "data: " + workshop.At("pics"), StringComparison.Ordinal)
            .Replace("tiny.safetensors", workshop.At("tiny.safetensors"), StringComparison.Ordinal));
        return ThawProcess.Within(["run", path]);
    }
}
