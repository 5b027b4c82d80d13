using Thaw.Training;

namespace Thaw.Cli.Recipes;

/// <summary>Everything that can be set, once; verbs and recipes choose from here.</summary>
internal static class Settings
{
    public static Setting Data { get; } = new("data", "FOLDER", "The pictures: a folder with a folder a class, or a CSV file.");
    public static Setting Source { get; } = new("source", "FOLDER", "Pictures that the backbone was trained on, like DATA: measures what training forgets of them [default: drawn pictures].");
    public static Setting Name { get; } = new("name", "NAME", "The run's name; its folder is runs/NAME.") { IsOption = false };
    public static Setting Backbone { get; } = new("backbone", "NAME|FILE", "Pretrained network: a built-in or stored name ('thaw weights list'), or a .safetensors, .h5 or .onnx file [default: vgg16-tiny].");
    public static Setting ImageSize { get; } = new("image-size", "PIXELS", "Side of the pictures that the network sees [default: the backbone's].");
    public static Setting Plans { get; } = new("plans", "NAMES", $"Plans, with commas between: {string.Join(", ", Plan.Names)} [default: frozen, last-block, full, two-phase].");
    public static Setting OnePlan { get; } = new("plan", "NAME", $"The plan: {string.Join(", ", Plan.Names)} [default: two-phase].");
    public static Setting Sweep { get; } = new("sweep", null, "Train the plans from-block5 to from-block1 too: accuracy against the block where unfreezing starts.");
    public static Setting Seeds { get; } = new("seeds", "NUMBERS", "Train each plan once with each of these seeds, commas between [default: 1,2,3].");
    public static Setting Epochs { get; } = new("epochs", "COUNT", "Passes over the training pictures, all phases of a plan together [default: 20, on small sets as many as make 200 steps, at most 100].");
    public static Setting Batch { get; } = new("batch", "PICTURES", "Pictures a training step [default: 32].");
    public static Setting Rate { get; } = new("lr", "RATE|auto", "Learning rate; layers unfrozen later get a tenth; auto tries some and takes the best [default: 0.01 for the head and the last block, 0.001 where more trains].");
    public static Setting HeadRate { get; } = new("head-lr", "RATE", "Learning rate while only the head trains, or auto.") { IsOption = false };
    public static Setting BlockRate { get; } = new("block-lr", "RATE", "Learning rate where the last block trains with the head from the start, or auto.") { IsOption = false };
    public static Setting TuningRate { get; } = new("tuning-lr", "RATE", "Learning rate where more of the backbone trains from the start, or auto.") { IsOption = false };
    public static Setting GentleRate { get; } = new("gentle-lr", "RATE", "Learning rate of backbone layers that are unfrozen later, or auto.") { IsOption = false };
    public static Setting Schedule { get; } = new("schedule", "NAME", "constant or cosine.") { IsOption = false };
    public static Setting WarmUp { get; } = new("warm-up", "EPOCHS", "Epochs of rising rate where backbone layers train.") { IsOption = false };
    public static Setting Momentum { get; } = new("momentum", "SHARE", "Share of the last step that stays.") { IsOption = false };
    public static Setting WeightDecay { get; } = new("weight-decay", "FACTOR", "L2 penalty.") { IsOption = false };
    public static Setting LayerDecay { get; } = new("layer-decay", "FACTOR", "Factor on the rate from block to block downwards [default: 1].");
    public static Setting Patience { get; } = new("patience", "EPOCHS", "End a phase after so many epochs without a lower validation loss; 0 never does [default: 0].");
    public static Setting Augment { get; } = new("augment", null, "Train on mirrored, cropped and recoloured views (the default).");
    public static Setting NoAugment { get; } = new("no-augment", null, "Train on the pictures as they are.");
    public static Setting Augmentation { get; } = new("augmentation", "MAP", "standard, none, or flip, crop-scale, brightness, contrast, saturation.") { IsOption = false };
    public static Setting Views { get; } = new("views", "COUNT", "Augmented views a picture.") { IsOption = false };
    public static Setting AugmentationSeed { get; } = new("augmentation-seed", "NUMBER", "Seed of the views.") { IsOption = false };
    public static Setting BalanceClasses { get; } = new("balance-classes", null, "Let classes count as if they had equally many pictures.");
    public static Setting HeadUnits { get; } = new("head-units", "UNITS", "Units of the head's hidden layer; 0 leaves it out [default: 256].") { Nested = "head.units" };
    public static Setting Dropout { get; } = new("dropout", "SHARE", "Share of the hidden layer dropped while training [default: 0].") { Nested = "head.dropout" };
    public static Setting Validation { get; } = new("validation", "SHARE", "Share of each class that chooses the epoch [default: 0.2].") { Nested = "split.validation" };
    public static Setting Test { get; } = new("test", "SHARE", "Share of each class that is only tested on [default: 0.2].") { Nested = "split.test" };
    public static Setting SplitSeed { get; } = new("split-seed", "NUMBER", "Which of the possible splits [default: 0].") { Nested = "split.seed" };
    public static Setting Splits { get; } = new("splits", "COUNT", "Compare on so many splits, the first with the split seed, each further one with the next, and pool them [default: 1].");
    public static Setting Group { get; } = new("group", "REGEX", "What in a file's name tells pictures that belong together, such as ^(\\d+)-; they stay in one part.") { Nested = "split.group" };
    public static Setting Positive { get; } = new("positive", "CLASS", "Of two classes, the one that counts as positive [default: the last by name].");
    public static Setting Shift { get; } = new("shift", "NAME", "all or none: whether each trial is tested on corrupted test pictures too.") { IsOption = false };
    public static Setting NoShift { get; } = new("no-shift", null, "Do not test on corrupted pictures.");
    public static Setting Threshold { get; } = new("threshold", "CRITERION", "Of two classes, from which probability on a picture is positive: a number, or by validation pictures f1, youden, recall=0.95 or precision=0.9 [default: 0.5].");
    public static Setting Threads { get; } = new("threads", "COUNT", "Threads; the result does not depend on it [default: one a processor].");
    public static Setting Out { get; } = new("out", "FOLDER", "The run folder [default: runs/NAME, with a number if there is one already].");
    public static Setting Resume { get; } = new("resume", null, "Finish a run that was stopped.");
    public static Setting NoAdvice { get; } = new("no-advice", null, "Do not measure the pictures and advise a plan before training.");
    public static Setting Json { get; } = new("json", null, "Write the report as JSON, and nothing else, to stdout.");
    public static Setting Network { get; } = new("network", "NAME", "vgg11, vgg13, vgg16 or vgg19.") { IsOption = false };
    public static Setting Width { get; } = new("width", "FACTOR", "Factor on the paper's channels.") { IsOption = false };
    public static Setting Seed { get; } = new("seed", "NUMBER", "Seed of weights, order and views.") { IsOption = false };
    public static Setting CheckpointFile { get; } = new("checkpoint", "FILE", "Where the state is kept: after the first epoch, then as often as takes about 2% of the time at most.") { IsOption = false };
    public static Setting Metadata { get; } = new("metadata", "MAP", "What the file says of itself, such as name and source.") { IsOption = false };

    public static Setting Sets { get; } = new("sets", "NAMES", "Drawn sets of a study [default: all with a distance].") { IsOption = false };
    public static Setting Distances { get; } = new("distances", "NUMBERS", "Distances from photographs, 0 to 1.") { IsOption = false };
    public static Setting PictureCounts { get; } = new("pictures", "NUMBERS", "Training pictures of each class.") { IsOption = false };
    public static Setting TestPictures { get; } = new("test-pictures", "COUNT", "Test pictures of each class.") { IsOption = false };
    public static Setting DrawSeed { get; } = new("draw-seed", "NUMBER", "Seed of a study's pictures.") { IsOption = false };
    public static Setting SweepDistances { get; } = new("sweep-distances", "NUMBERS", "Distances at which the comparisons with the most pictures sweep.") { IsOption = false };
    public static Setting Keep { get; } = new("keep", null, "Keep a study's pictures and models.") { IsOption = false };

    public static Setting BenchNetwork { get; } = new("network", "NAME", "vgg16 or vgg16-tiny, with random weights [default: vgg16].");
    public static Setting BenchImage { get; } = new("image", "PIXELS", "Side of the pictures, a multiple of 32 [default: 224; of vgg16-tiny 64].");
    public static Setting BenchBatch { get; } = new("batch", "PICTURES", "Pictures a pass and a step [default: 8; of vgg16-tiny 64].");
    public static Setting BenchSeconds { get; } = new("seconds", "SECONDS", "About how long each measurement takes [default: 2].");
    public static Setting BenchJson { get; } = new("json", null, "Write the speeds as JSON, and nothing else, to stdout.");

    public static Setting AdviceJson { get; } = new("json", null, "Write the advice as JSON, and nothing else, to stdout.");

    private static Setting[] Shared { get; } =
    [
        Data, ImageSize, Epochs, Batch, Rate, Schedule, WarmUp, Momentum, WeightDecay, LayerDecay, Patience, Augment, NoAugment, Augmentation,
        Views, Validation, Test, SplitSeed, Group, Threads, Out, Resume, Json,
    ];

    /// <summary>What a recipe that compares can set.</summary>
    public static IReadOnlyList<Setting> Comparison { get; } =
    [
        .. Shared, Name, Source, Backbone, Plans, OnePlan, Sweep, Seeds, Splits, HeadRate, BlockRate, TuningRate, GentleRate, AugmentationSeed, BalanceClasses, HeadUnits, Dropout,
        Positive, Threshold, Shift, NoShift, NoAdvice,
    ];

    /// <summary>What a recipe that pretrains can set.</summary>
    public static IReadOnlyList<Setting> Pretraining { get; } = [.. Shared, Network, Width, Seed, CheckpointFile, Metadata];

    /// <summary>What a recipe that studies the claims can set.</summary>
    public static IReadOnlyList<Setting> Claims { get; } =
    [
        Sets, Distances, PictureCounts, TestPictures, DrawSeed, SweepDistances, Keep, Name, Source, Backbone, ImageSize, Plans, Sweep, Seeds, Epochs, Batch, Rate, HeadRate, BlockRate, TuningRate, GentleRate,
        Schedule, WarmUp, Momentum, WeightDecay, LayerDecay, Patience, Augment, NoAugment, Augmentation, Views, AugmentationSeed, BalanceClasses, HeadUnits, Dropout, Threshold, Shift, NoShift,
        Threads, Out, Resume, Json,
    ];

    /// <summary>What a recipe of a kind can set.</summary>
    /// <param name="kind">See <see cref="RecipeFile.Kind"/>.</param>
    public static IReadOnlyList<Setting> Of(string kind) => kind switch
    {
        RecipeFile.Pretrain => Pretraining,
        RecipeFile.Claims => Claims,
        _ => Comparison,
    };

    /// <summary>The options of <c>bench</c>, in the order of the help.</summary>
    public static IReadOnlyList<Setting> Bench { get; } = [BenchNetwork, BenchImage, BenchBatch, BenchSeconds, Threads, BenchJson];

    /// <summary>The options of the verbs that train, in the order of the help.</summary>
    public static IReadOnlyList<Setting> Options { get; } =
    [
        Backbone, ImageSize, Plans, Sweep, Epochs, Batch, Rate, LayerDecay, Seeds, Patience, Augment, NoAugment, BalanceClasses, HeadUnits, Dropout, Validation, Test,
        SplitSeed, Splits, Group, Positive, Threshold, Source, NoShift, NoAdvice, Threads, Out, Resume, Json,
    ];

    /// <summary>The options of <c>advise</c>, in the order of the help.</summary>
    public static IReadOnlyList<Setting> Advice { get; } =
    [
        Backbone, ImageSize, Plans, Epochs, Batch, Seeds, NoAugment, HeadUnits, Validation, Test, SplitSeed, Group, Positive, Threads, AdviceJson,
    ];
}
