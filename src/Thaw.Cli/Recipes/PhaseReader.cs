using Thaw.Images;
using Thaw.Training;

namespace Thaw.Cli.Recipes;

/// <summary>Reads plans, phases and augmentation.</summary>
internal static class PhaseReader
{
    private static readonly string[] PlanKeys = ["name", "description", "phases"];

    private static readonly string[] PhaseKeys =
    [
        "name", "train-from", "epochs", "lr", "schedule", "warm-up", "momentum", "weight-decay", "layer-decay", "augmentation", "views", "patience",
    ];

    /// <summary>What built-in plans have in common.</summary>
    /// <param name="values">What was set.</param>
    public static PlanSettings Common(SettingValues values)
    {
        var defaults = new PlanSettings();
        double? rate = values[Settings.Rate] is null ? null : AutoRates.Rate(values, Settings.Rate, double.NaN);
        if (rate is double.NaN)
            rate = null;
        return new PlanSettings
        {
            Epochs = values.Whole(Settings.Epochs, defaults.Epochs, 1),
            HeadRate = AutoRates.Rate(values, Settings.HeadRate, rate ?? defaults.HeadRate),
            BlockRate = AutoRates.Rate(values, Settings.BlockRate, rate ?? defaults.BlockRate),
            TuningRate = AutoRates.Rate(values, Settings.TuningRate, rate ?? defaults.TuningRate),
            GentleRate = AutoRates.Rate(values, Settings.GentleRate, rate / 10 ?? defaults.GentleRate),
            Momentum = Momentum(values, defaults.Momentum),
            WeightDecay = WeightDecay(values, defaults.WeightDecay),
            Schedule = ScheduleOf(values, defaults.Schedule),
            WarmUpEpochs = WarmUp(values, defaults.WarmUpEpochs),
            LayerDecay = LayerDecay(values, defaults.LayerDecay),
            Augmentation = AugmentationOf(values, defaults.Augmentation),
            Views = values.Whole(Settings.Views, defaults.Views, 1),
            Patience = values.Whole(Settings.Patience, defaults.Patience, 0),
        };
    }

    /// <summary>A plan that the recipe defines: name, description, phases.</summary>
    /// <param name="value">A map.</param>
    /// <param name="common">What a phase takes where it does not say.</param>
    public static Plan OwnPlan(SettingValue value, PlanSettings common)
    {
        var section = YamlSection.Of(value);
        section.Check(PlanKeys);
        SettingValues values = section.Values();
        string name = values["name"]?.Text() ?? throw new UsageException($"{value.Place}: a plan needs a 'name'.");
        if (name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) || name.StartsWith('.'))
            throw values["name"]!.Value.Expected("a name of letters, digits, '-', '_' and '.'");
        if (values["phases"] is not { } phases || phases.Items().Count == 0)
            throw new UsageException($"{value.Place}: the plan '{name}' needs 'phases', at least one.");
        return new Plan
        {
            Name = name,
            Description = values["description"]?.Text() ?? "",
            Phases = [.. phases.Items().Select(phase => OwnPhase(phase, common))],
        };
    }

    private static Phase OwnPhase(SettingValue value, PlanSettings common)
    {
        var section = YamlSection.Of(value);
        section.Check(PhaseKeys);
        SettingValues values = section.Values();
        string from = values["train-from"]?.Text()
            ?? throw new UsageException($"{value.Place}: a phase needs 'train-from': all, head, or a block or layer such as block5.");
        return new Phase
        {
            Name = values["name"]?.Text() ?? from,
            TrainFrom = from,
            Epochs = values.Whole("epochs", common.Epochs, 1),
            LearningRate = Rate(values, "lr", from == "head" ? common.HeadRate : from.StartsWith("block5", StringComparison.Ordinal) ? common.BlockRate : common.TuningRate),
            Schedule = ScheduleOf(values, common.Schedule),
            WarmUpEpochs = WarmUp(values, from == "head" ? 0 : common.WarmUpEpochs),
            Momentum = Momentum(values, common.Momentum),
            WeightDecay = WeightDecay(values, common.WeightDecay),
            LayerDecay = LayerDecay(values, common.LayerDecay),
            Augmentation = AugmentationOf(values, common.Augmentation),
            Views = values.Whole("views", common.Views, 1),
            Patience = values.Whole("patience", common.Patience, 0),
        };
    }

    /// <summary>The one phase of a pretraining.</summary>
    public static Phase Pretraining(SettingValues values) => new()
    {
        Name = "pretraining",
        TrainFrom = "all",
        Epochs = values.Whole(Settings.Epochs, 10, 1),
        LearningRate = Rate(values, "lr", 0.05),
        Schedule = ScheduleOf(values, Schedule.Cosine),
        WarmUpEpochs = WarmUp(values, 0.5),
        Momentum = Momentum(values, 0.9),
        WeightDecay = WeightDecay(values, 5e-4),
        LayerDecay = LayerDecay(values, 1),
        Augmentation = AugmentationOf(values, new Augmentation { HorizontalFlip = true, CropScale = 0.5 }),
        Views = values.Whole(Settings.Views, 1000, 1),
        Patience = values.Whole(Settings.Patience, 0, 0),
    };

    private static double Rate(SettingValues values, string name, double fallback) => values.Number(name, fallback, v => v > 0, "above 0");

    private static double Momentum(SettingValues values, double fallback) =>
        values.Number("momentum", fallback, v => v is >= 0 and < 1, "of at least 0 and below 1");

    private static double WeightDecay(SettingValues values, double fallback) => values.Number("weight-decay", fallback, v => v >= 0, "of at least 0");

    private static double WarmUp(SettingValues values, double fallback) => values.Number("warm-up", fallback, v => v >= 0, "of at least 0");

    private static double LayerDecay(SettingValues values, double fallback) =>
        values.Number("layer-decay", fallback, v => v is > 0 and <= 1, "above 0 and at most 1");

    private static Schedule ScheduleOf(SettingValues values, Schedule fallback) => values["schedule"] is not { } value ? fallback : value.Text() switch
    {
        "constant" => Schedule.Constant,
        "cosine" => Schedule.Cosine,
        _ => throw value.Expected("constant or cosine"),
    };

    // augment, no-augment and augmentation say the same in three ways
    private static Augmentation AugmentationOf(SettingValues values, Augmentation fallback)
    {
        bool wanted = values.Flag(Settings.Augment), unwanted = values.Flag(Settings.NoAugment) || !values.Flag(Settings.Augment, true);
        if (wanted && unwanted)
            throw new UsageException($"{values[Settings.Augment]!.Value.Origin}: cannot be together with {values[Settings.NoAugment]!.Value.Origin}.");
        if (unwanted)
            return Augmentation.None;
        if (values[Settings.Augmentation] is not { } value)
            return wanted ? Augmentation.Standard : fallback;
        if (value.Node is not YamlDotNet.RepresentationModel.YamlScalarNode)
            return AugmentationMap(value);
        return value.Text() switch
        {
            "standard" => Augmentation.Standard,
            "none" => Augmentation.None,
            _ => throw value.Expected("standard, none, or a map of flip, crop-scale, brightness, contrast and saturation"),
        };
    }

    private static Augmentation AugmentationMap(SettingValue value)
    {
        var section = YamlSection.Of(value);
        section.Check(["flip", "crop-scale", "brightness", "contrast", "saturation"]);
        SettingValues values = section.Values();
        double Share(string name) => values.Number(name, 0, v => v is >= 0 and <= 1, "from 0 to 1");
        return new Augmentation
        {
            HorizontalFlip = values.Flag("flip", false),
            CropScale = values.Number("crop-scale", 1, v => v is > 0 and <= 1, "above 0 and at most 1"),
            Brightness = Share("brightness"),
            Contrast = Share("contrast"),
            Saturation = Share("saturation"),
        };
    }
}
