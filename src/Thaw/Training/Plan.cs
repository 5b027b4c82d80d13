using Thaw.Images;

namespace Thaw.Training;

/// <summary>A way to train: one phase after the other on the same network.</summary>
public sealed record Plan
{
    /// <summary>A short name, used for files: letters, digits, '-', '_' and '.'.</summary>
    public required string Name { get; init; }

    /// <summary>What the plan does, in one sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>One or more phases, in order.</summary>
    public required IReadOnlyList<Phase> Phases { get; init; }

    /// <summary>The built-in plan that trains the head alone.</summary>
    public const string Frozen = "frozen";

    /// <summary>The built-in plan that trains block 5 and the head.</summary>
    public const string LastBlock = "last-block";

    /// <summary>The built-in plan that trains everything at once.</summary>
    public const string Full = "full";

    /// <summary>The built-in plan that trains the head, then everything.</summary>
    public const string TwoPhase = "two-phase";

    /// <summary>The built-in plan that trains the head, then one block more at a time.</summary>
    public const string Gradual = "gradual";

    /// <summary>The built-in plans that first train the head and then everything from one block on, by the names <c>from-block5</c> to
    /// <c>from-block1</c>, from the last block to the first. They differ in that block alone; <c>from-block1</c> trains as <c>two-phase</c> does.</summary>
    public static IReadOnlyList<string> SweepNames { get; } = ["from-block5", "from-block4", "from-block3", "from-block2", "from-block1"];

    /// <summary>The names of the built-in plans, in the order in which reports show them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Frozen, LastBlock, Full, TwoPhase, Gradual, .. SweepNames];

    /// <summary>A built-in plan.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="settings">What plans have in common; null for the defaults.</param>
    /// <exception cref="ArgumentException">No such plan; the message lists them.</exception>
    public static Plan Named(string name, PlanSettings? settings = null)
    {
        settings ??= new PlanSettings();
        return name switch
        {
            Frozen => new Plan
            {
                Name = name,
                Description = "Only the head trains; the backbone stays as it was.",
                Phases = [settings.HeadPhase(settings.Epochs)],
            },
            LastBlock => new Plan
            {
                Name = name,
                Description = "Block 5 and the head train (Keras's model.layers[:-5] frozen).",
                Phases = [settings.TuningPhase("last-block", "block5", settings.Epochs) with { LearningRate = settings.BlockRate }],
            },
            Full => new Plan
            {
                Name = name,
                Description = "Everything trains at once, under a head that starts random.",
                Phases = [settings.TuningPhase("full", "all", settings.Epochs)],
            },
            TwoPhase => new Plan
            {
                Name = name,
                Description = "First the head alone, then everything.",
                Phases =
                [
                    settings.HeadPhase(settings.HeadEpochs),
                    settings.GentlePhase("everything", "all", settings.Epochs - settings.HeadEpochs),
                ],
            },
            Gradual => new Plan
            {
                Name = name,
                Description = "First the head, then one block more at a time from the top (ULMFiT).",
                Phases = GradualPhases(settings),
            },
            _ when SweepNames.Contains(name) => new Plan
            {
                Name = name,
                Description = $"First the head alone, then everything from block {name[^1]} on.",
                Phases =
                [
                    settings.HeadPhase(settings.HeadEpochs),
                    settings.GentlePhase(name.Replace('-', ' '), name[5..], settings.Epochs - settings.HeadEpochs),
                ],
            },
            _ => throw new ArgumentException($"No plan is named '{name}'; there are {string.Join(", ", Names)}.", nameof(name)),
        };
    }

    // Two fifths of the epochs for the head, the rest shared evenly by the four steps down, the first of them getting what is left over
    private static List<Phase> GradualPhases(PlanSettings settings)
    {
        string[] blocks = ["block5", "block4", "block3", "block1"];
        int head = Math.Max(1, settings.Epochs * 2 / 5), rest = settings.Epochs - head;
        var phases = new List<Phase> { settings.HeadPhase(head) };
        for (int i = 0; i < blocks.Length; i++)
        {
            string name = blocks[i] == "block1" ? "everything" : $"from {blocks[i]}";
            int epochs = rest / blocks.Length + (i < rest % blocks.Length ? 1 : 0);
            phases.Add(settings.GentlePhase(name, blocks[i], epochs));
        }
        return phases;
    }

    /// <summary>Checks the name and every phase.</summary>
    /// <exception cref="ArgumentException">Something is out of range; the message says what.</exception>
    internal void Check()
    {
        if (string.IsNullOrEmpty(Name) || Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) || Name.StartsWith('.'))
            throw new ArgumentException($"A plan's name must be made of letters, digits, '-', '_' and '.', got '{Name}'.");
        if (Phases.Count == 0)
            throw new ArgumentException($"Plan '{Name}' has no phases; expected at least one.");
        foreach (Phase phase in Phases)
            phase.Check();
    }
}

/// <summary>What the built-in plans have in common.</summary>
public sealed record PlanSettings
{
    /// <summary>Epochs of a plan over all its phases, at least 1; 20 by default. A plan of several phases has at least one epoch in each.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>The fewest steps that <see cref="EpochsFor"/> aims at.</summary>
    private const int FewestSteps = 200;

    /// <summary>How many epochs suit a set of pictures where nobody says: 20, or on a small set as many as make 200 steps, at most 100.</summary>
    /// <param name="trainingPictures">Pictures to train on, at least 1.</param>
    /// <param name="batchSize">Pictures a step, at least 1.</param>
    public static int EpochsFor(int trainingPictures, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trainingPictures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        int steps = (trainingPictures + batchSize - 1) / batchSize;
        return Math.Clamp((FewestSteps + steps - 1) / steps, 20, 100);
    }

    /// <summary>Learning rate while only the head trains; 0.01 by default.</summary>
    public double HeadRate { get; init; } = 0.01;

    /// <summary>Learning rate where the last block trains with the head from the start; 0.01 by default.</summary>
    public double BlockRate { get; init; } = 0.01;

    /// <summary>Learning rate where more of the backbone than its last block trains from the start; 0.001 by default.</summary>
    public double TuningRate { get; init; } = 0.001;

    /// <summary>Learning rate of the backbone once the head has been trained; 0.001 by default.</summary>
    public double GentleRate { get; init; } = 0.001;

    /// <summary>Momentum; 0.9 by default.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>L2 penalty; 1e-4 by default.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Schedule of every phase; cosine by default.</summary>
    public Schedule Schedule { get; init; } = Schedule.Cosine;

    /// <summary>Warm-up of phases that train layers of the backbone, in epochs; 1 by default.</summary>
    public double WarmUpEpochs { get; init; } = 1;

    /// <summary>Factor on the rate from block to block downwards; 1 by default.</summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>Augmentation of training pictures; <see cref="Augmentation.Standard"/> by default.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.Standard;

    /// <summary>Augmented views a picture; 8 by default.</summary>
    public int Views { get; init; } = 8;

    /// <summary>Epochs without a lower validation loss after which a phase ends; 0 (the default) never.</summary>
    public int Patience { get; init; }

    internal Phase HeadPhase(int epochs) => TuningPhase("head", "head", epochs) with { LearningRate = HeadRate, WarmUpEpochs = 0 };

    /// <summary>Epochs of the head alone, a tenth of all and at least one, before a plan of two phases trains the rest.</summary>
    internal int HeadEpochs => Math.Max(1, (Epochs + 5) / 10);

    internal Phase GentlePhase(string name, string from, int epochs) => TuningPhase(name, from, epochs) with { LearningRate = GentleRate };

    internal Phase TuningPhase(string name, string from, int epochs) => new()
    {
        Name = name,
        TrainFrom = from,
        Epochs = Math.Max(1, epochs),
        LearningRate = TuningRate,
        Schedule = Schedule,
        WarmUpEpochs = WarmUpEpochs,
        Momentum = Momentum,
        WeightDecay = WeightDecay,
        LayerDecay = LayerDecay,
        Augmentation = Augmentation,
        Views = Views,
        Patience = Patience,
    };
}
