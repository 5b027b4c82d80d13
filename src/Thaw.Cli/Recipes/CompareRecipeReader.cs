using System.Globalization;
using Thaw.Evaluation.Calibration;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Training;
using Thaw.Training.Rates;

namespace Thaw.Cli.Recipes;

/// <summary>Makes a comparison's recipe from what was set, every number checked.</summary>
internal static class CompareRecipeReader
{
    private const int MaxSide = 4096, MaxBatch = 65536, MaxUnits = 65536, MaxSplits = 1000;

    /// <summary>Reads a recipe.</summary>
    /// <param name="values">What was set.</param>
    /// <param name="name">The run's name where none is set.</param>
    /// <param name="plans">The plans where none are set.</param>
    /// <param name="commandLine">The command as it was given.</param>
    /// <exception cref="UsageException">A value is out of range, or there is no data.</exception>
    public static CompareRecipe Read(SettingValues values, string name, IReadOnlyList<string> plans, string commandLine)
    {
        IReadOnlyList<RateKind> automatic = AutoRates.Of(values);
        PlanSettings common = PhaseReader.Common(values);
        (IReadOnlyList<Plan> chosen, IReadOnlyList<string> own) = Plans(values, plans, common);
        if (values.Flag(Settings.Sweep))
            chosen = WithSweep(chosen, own, common);
        return new CompareRecipe
        {
            Name = RunName(values, name),
            Data = values.Text(Settings.Data) ?? throw new UsageException("The recipe names no pictures; add 'data: FOLDER'."),
            Source = values.Text(Settings.Source),
            Positive = values.Text(Settings.Positive),
            Backbone = values.Text(Settings.Backbone) ?? CompareRecipe.DefaultBackbone,
            ImageSize = values[Settings.ImageSize] is null ? null : values.Whole(Settings.ImageSize, 0, Vgg.SmallestSide, MaxSide),
            PlanSettings = common,
            Plans = chosen,
            AutoRates = automatic,
            WithRates = automatic.Count == 0 ? null : found => Read(AutoRates.Settle(values, found), name, plans, commandLine),
            WithEpochs = values[Settings.Epochs] is not null ? null : epochs => Read(WithEpochs(values, epochs), name, plans, commandLine),
            OwnPlans = own,
            Seeds = Seeds(values),
            BatchSize = values.Whole(Settings.Batch, 32, 1, MaxBatch),
            AugmentationSeed = values.Seed(Settings.AugmentationSeed, 0),
            BalanceClasses = values.Flag(Settings.BalanceClasses),
            Threshold = Threshold(values),
            Head = new Head
            {
                Units = values.Whole(Settings.HeadUnits, 256, 0, MaxUnits),
                Dropout = (float)values.Number(Settings.Dropout, 0, v => v is >= 0 and < 1, "of at least 0 and below 1"),
            },
            Split = Split(values, 0.2, 0.2, 0),
            ShiftTest = ShiftTest(values),
            Splits = values.Whole(Settings.Splits, 1, 1, MaxSplits),
            Advises = !values.Flag(Settings.NoAdvice),
            Run = RunSettings.Of(values, commandLine),
        };
    }

    private static SettingValues WithEpochs(SettingValues values, int epochs)
    {
        var settled = new SettingValues();
        settled.Override(values);
        settled.Set(Settings.Epochs.Name, SettingValue.OfOption(Settings.Epochs.Option, epochs.ToString(CultureInfo.InvariantCulture)));
        return settled;
    }

    /// <summary>How pictures are split.</summary>
    public static SplitOptions Split(SettingValues values, double validation, double test, ulong seed) => new()
    {
        ValidationFraction = Share(values, Settings.Validation, validation),
        TestFraction = Share(values, Settings.Test, test),
        Seed = values.Seed(Settings.SplitSeed, seed),
        GroupPattern = values.Text(Settings.Group),
    };

    private static bool ShiftTest(SettingValues values)
    {
        bool wanted = values[Settings.Shift] is not { } value || value.Text() switch
        {
            "all" => true,
            "none" => false,
            _ => throw value.Expected("all or none"),
        };
        return wanted && !values.Flag(Settings.NoShift);
    }

    private static double Share(SettingValues values, Setting setting, double fallback) =>
        values.Number(setting, fallback, v => v is >= 0 and < 1, "of at least 0 and below 1");

    private static ThresholdCriterion Threshold(SettingValues values)
    {
        if (values[Settings.Threshold] is not { } value)
            return ThresholdCriterion.Half;
        return ThresholdCriterion.TryParse(value.Text(), out ThresholdCriterion? criterion) ? criterion
            : throw value.Expected("a number from 0 to 1, f1, youden, recall=SHARE or precision=SHARE with a share above 0 and up to 1");
    }

    private static string RunName(SettingValues values, string name)
    {
        if (values[Settings.Name] is not { } value)
            return name;
        string text = value.Text();
        return text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && !text.StartsWith('.') ? text
            : throw value.Expected("a name of letters, digits, '-', '_' and '.'");
    }

    private static (IReadOnlyList<Plan> Plans, IReadOnlyList<string> Own) Plans(SettingValues values, IReadOnlyList<string> names, PlanSettings common)
    {
        if (values[Settings.Plans] is { } many && values[Settings.OnePlan] is not null)
            throw new UsageException($"{many.Origin}: cannot be together with '{Settings.OnePlan.Name}'.");
        if ((values[Settings.Plans] ?? values[Settings.OnePlan]) is not { } asked)
            return ([.. names.Select(name => Plan.Named(name, common))], []);
        var plans = new List<Plan>();
        var own = new List<string>();
        IReadOnlyList<SettingValue> items = asked.Node is YamlDotNet.RepresentationModel.YamlMappingNode ? [asked] : asked.Items();
        foreach (SettingValue item in items)
        {
            if (item.Node is YamlDotNet.RepresentationModel.YamlMappingNode)
            {
                plans.Add(PhaseReader.OwnPlan(item, common));
                own.Add(plans[^1].Name);
            }
            else if (Plan.Names.Contains(item.Text()))
                plans.Add(Plan.Named(item.Text(), common));
            else
                throw new UsageException(Spelling.Suggest($"{item.Origin}: no plan is named '{item.Text()}'", item.Text(), [.. Plan.Names]));
        }
        if (plans.Count == 0)
            throw asked.Expected("at least one plan");
        if (plans.GroupBy(plan => plan.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UsageException($"{asked.Origin}: the plan '{twice.Key}' stands there twice.");
        return (plans, own);
    }

    // Where two-phase is built in and there, it is the sweep's end: from-block1 would train the same again
    private static IReadOnlyList<Plan> WithSweep(IReadOnlyList<Plan> plans, IReadOnlyList<string> own, PlanSettings common)
    {
        bool ends = plans.Any(plan => plan.Name == "two-phase") && !own.Contains("two-phase");
        IEnumerable<string> names = ends ? Plan.SweepNames.SkipLast(1) : Plan.SweepNames;
        return [.. plans, .. names.Where(name => plans.All(plan => plan.Name != name)).Select(name => Plan.Named(name, common))];
    }

    private static IReadOnlyList<ulong> Seeds(SettingValues values)
    {
        if (values[Settings.Seeds] is not { } value)
            return [1, 2, 3];
        ulong[] seeds = [.. value.Items().Select(SettingValues.SeedOf)];
        return seeds.Length > 0 && seeds.Distinct().Count() == seeds.Length ? seeds
            : throw value.Expected("at least one seed, all different, such as 1,2,3");
    }
}
