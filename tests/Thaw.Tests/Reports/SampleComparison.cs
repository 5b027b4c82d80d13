using Thaw.Comparison;
using Thaw.Images;
using Thaw.Kernels;

using Thaw.Training;

namespace Thaw.Tests.Reports;

/// <summary>
/// Comparisons that look like real ones, made from a formula: learning curves that fall, models that err on hard pictures.
/// </summary>
internal static class SampleComparison
{
    private static readonly Lazy<ComparisonResult> Two = new(NewTwoClasses);
    private static readonly Lazy<ComparisonResult> Five = new(NewFiveClasses);
    private static readonly Lazy<ComparisonResult> Bad = new(NewHostile);

    public static ComparisonResult TwoClasses() => Two.Value;

    public static ComparisonResult FiveClasses() => Five.Value;

    public static ComparisonResult Hostile() => Bad.Value;

    /// <summary>Five plans, three seeds, two classes, 60 test pictures.</summary>
    public static ComparisonResult NewTwoClasses() => Make(["uncracked", "cracked"], 60, [1, 2, 3], Plans);

    /// <summary>Five plans, two seeds, five classes, 75 test pictures.</summary>
    public static ComparisonResult NewFiveClasses() =>
        Make(["daisy", "dandelion", "roses", "sunflowers", "tulips"], 75, [1, 2], Plans);

    /// <summary>A smaller comparison of the plans named.</summary>
    public static ComparisonResult Of(params string[] plans) =>
        Make(["no", "yes"], 20, [7], [.. Plans.Where(p => plans.Contains(p.Name))]);

    /// <summary>The same, with seconds that were estimated and measured for each plan.</summary>
    public static ComparisonResult Estimated(ComparisonResult result, params (double Estimated, double Measured)[] seconds) => ComparisonResult.Of(
        result.Data, result.Setup, result.Environment, result.Test,
        [.. result.Plans.Zip(seconds, (plan, s) => (PlanRun)plan with { Timing = plan.Timing with { EstimatedSeconds = s.Estimated, MeasuredSeconds = s.Measured } })],
        resamples: 10);

    /// <summary>Names that would break a page, a table or a spreadsheet where they are not escaped.</summary>
    public static ComparisonResult NewHostile()
    {
        ComparisonResult made = Make(
            ["<script>alert('c')</script>", "a|b\"c\",\nd"], 20, [1], [Plans[0], new("=cmd|' /C calc'!A0", "<b>bold</b> | \"plan\"\nline", 0.3, 1, 8, 4)]);
        string[] names = [.. made.Test.Names.Select((name, i) => i switch { 0 => "=cmd()", 1 => "a,\"b\"\r\n.png", 2 => "<img src=x onerror=alert(1)>", 3 => "@x|y`z", _ => name })];
        return made with
        {
            Test = made.Test with { Names = names },
            Data = made.Data with
            {
                Source = "</style><script>alert('s')</script>",
                Skipped = [new("-evil|.jpg", "<i>why</i>\n# not\ta heading"), new("\"quoted\".png", "=1+1")],
                Duplicates = [new("[x](javascript:1)", "train", "</td><script>", "test")],
                GroupPattern = "^(<\\d+>)|`-`",
            },
            Setup = made.Setup with { Backbone = "<vgg>&\"16\"", Recipe = "a: 1\n```\n</pre><script>b</script>" },
            Environment = made.Environment with { CommandLine = "thaw compare '<data>' ``` & \"x\"" },
        };
    }

    /// <summary>A picture for each test picture: a grey patch with a dark line where the number is odd.</summary>
    public static Picture TestPicture(int index)
    {
        const int Side = 96;
        var random = new Pcg32((ulong)index, 9);
        var pixels = new byte[3 * Side * Side];
        double slope = random.NextDouble() * 1.6 - 0.8, offset = Side * (0.3 + 0.4 * random.NextDouble());
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                double distance = Math.Abs(y - offset - slope * (x - Side / 2.0) - 3 * Math.Sin(x / 5.0));
                int grey = 150 + random.NextInt(30) + index % 5 * 8 - (index % 2 == 1 && distance < 2.5 ? 90 : 0);
                for (int c = 0; c < 3; c++)
                    pixels[3 * (y * Side + x) + c] = (byte)(grey - 6 * c);
            }
        }
        return new Picture(Side, Side, pixels);
    }

    private sealed record SamplePlan(string Name, string Description, double Skill, double Noise, double Seconds, int Epochs);

    private static readonly SamplePlan[] Plans =
    [
        new("frozen", "The backbone stays as it was; only the new head learns.", 1.5, 0.9, 1.4, 14),
        new("last-block", "Block 5 and the head learn; blocks 1 to 4 stay as they were.", 1.9, 1.0, 5.2, 14),
        new("full", "Everything learns from the first step, the head still random.", 1.7, 1.3, 13.3, 14),
        new("two-phase", "The head learns first; then everything, at a rate ten times lower.", 2.2, 1.0, 10.6, 16),
        new("gradual", "The head first; then a block more in each phase, from the last down.", 2.1, 1.1, 8.1, 16),
    ];

    private static ComparisonResult Make(string[] classes, int pictures, ulong[] seeds, SamplePlan[] plans)
    {
        var random = new Pcg32(2024);
        int[] labels = [.. Enumerable.Range(0, pictures).Select(i => i % classes.Length)];
        double[] hardness = [.. labels.Select(_ => random.NextNormal())];
        var runs = new List<PlanRun>();
        foreach (SamplePlan plan in plans)
        {
            TrialResult[] trials = [.. seeds.Select(seed => Trial(plan, seed, labels, hardness, classes.Length))];
            int number = Array.IndexOf(plans, plan);
            runs.Add(new PlanRun
            {
                Plan = plan.Name,
                Description = plan.Description,
                Trials = trials,
                ModelFile = $"models/plan-{number}.zip",
                Cost = new PlanCost
                {
                    TrainableParameters = number == 0 ? 6_423_041 : number == 1 ? 13_502_465 : 21_137_729,
                    TotalParameters = 21_137_729,
                    ForwardFlopsPerPicture = number == 0 ? 1.3e7 : 3.07e10,
                    BackwardFlopsPerPicture = number == 0 ? 2.6e7 : number == 1 ? 5.5e9 : 6.1e10,
                },
                Timing = new PlanTiming
                {
                    SecondsPerEpoch = plan.Seconds,
                    SecondsForward = plan.Seconds * 6 * seeds.Length,
                    SecondsBackward = plan.Seconds * 7 * seeds.Length,
                    SecondsTotal = trials.Sum(t => t.Seconds),
                    PeakBytes = (long)(4e8 + 1e8 * plan.Seconds),
                },
            });
        }
        int group = Math.Max(1, pictures / classes.Length);
        return ComparisonResult.Of(
            new DataSummary
            {
                Source = "pictures/concrete-decks",
                Classes = classes,
                Parts =
                [
                    new("train", [.. classes.Select(_ => 4 * group)], []),
                    new("validation", [.. classes.Select(_ => group)], []),
                    new("test", [.. classes.Select((_, c) => labels.Count(l => l == c))], []),
                ],
                Skipped = [new("cracked/7001-99.jpg", "not an image: expected JPEG, PNG or BMP, got 0 bytes"), new("notes.txt", "no class folder")],
                Duplicates = [new("cracked/7001-26.jpg", "train", "cracked/7001-26 copy.jpg", "test")],
            },
            new RunSetup
            {
                Backbone = "vgg16-imagenet",
                BackboneSha256 = "6a2f0b7c1d9e4f3a8b5c6d7e8f901234567890abcdef1234567890abcdef1234",
                ImageSize = 224,
                BatchSize = 16,
                Seeds = seeds,
                SplitSeed = 1,
                Recipe = "data: pictures/concrete-decks\nbackbone: vgg16-imagenet\nimage-size: 224\nbatch: 16\nseeds: [1, 2, 3]\n"
                    + "plans: [frozen, last-block, full, two-phase, gradual]\n",
            },
            new RunEnvironment
            {
                ThawVersion = "0.1.0",
                DotNetVersion = ".NET 10.0.1",
                OperatingSystem = "Linux 6.1",
                Architecture = "X64, AVX-512",
                ProcessorCount = 2,
                Threads = 2,
                Device = "cpu",
                CommandLine = "thaw compare pictures/concrete-decks --backbone vgg16-imagenet --seeds 1,2,3",
                Started = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
                Seconds = 2480,
            },
            new TestSet { Names = [.. labels.Select((l, i) => $"{classes[l]}/{7000 + i % 6}-{i}.jpg")], Labels = labels },
            runs,
            resamples: 500);
    }

    private static TrialResult Trial(SamplePlan plan, ulong seed, int[] labels, double[] hardness, int classes)
    {
        var random = new Pcg32(seed, (ulong)plan.Name.Length);
        var history = new List<EpochRow>();
        double chance = Math.Log(classes), speed = 0.25 + 0.1 * random.NextDouble();
        for (int epoch = 1; epoch <= plan.Epochs; epoch++)
        {
            bool later = plan.Epochs == 16 && epoch > 6;
            double left = Math.Exp(-speed * epoch * (later ? 1.2 : 1)), overfit = plan.Noise > 1 ? 0.012 * Math.Max(0, epoch - 8) : 0;
            double noise = 0.03 * random.NextNormal();
            history.Add(new EpochRow
            {
                Phase = later ? "everything" : plan.Name is "full" ? "everything" : plan.Name is "last-block" ? "block5 + head" : "head",
                Epoch = epoch,
                LearningRate = later ? 1e-5 : 1e-4,
                TrainLoss = chance * (0.06 + 0.9 * left),
                TrainAccuracy = 1 - 0.5 * left,
                ValidationLoss = chance * (0.55 / plan.Skill + 0.75 * left + overfit + Math.Abs(noise)),
                ValidationAccuracy = Math.Min(1, 1 - 0.15 / plan.Skill - 0.4 * left - noise / 2),
                Seconds = plan.Seconds * (1 + 0.05 * random.NextDouble()),
            });
        }
        EpochRow best = history.MinBy(row => row.ValidationLoss)!;
        var rows = new float[labels.Length * classes];
        for (int i = 0; i < labels.Length; i++)
        {
            var logits = new double[classes];
            for (int c = 0; c < classes; c++)
                logits[c] = 0.6 * random.NextNormal() * plan.Noise;
            logits[labels[i]] += plan.Skill + 1.1 * hardness[i];
            double sum = logits.Sum(Math.Exp);
            for (int c = 0; c < classes; c++)
                rows[i * classes + c] = (float)(Math.Exp(logits[c]) / sum);
        }
        return new TrialResult
        {
            Seed = seed,
            History = history,
            BestEpoch = best.Epoch,
            ValidationLoss = best.ValidationLoss,
            ValidationAccuracy = best.ValidationAccuracy,
            TestProbabilities = rows,
            Temperature = 1 + 0.25 * plan.Noise,
            Seconds = history.Sum(row => row.Seconds) + 6,
        };
    }
}
