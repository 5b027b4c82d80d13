using System.Globalization;
using Thaw.Comparison;
using Thaw.Comparison.Claims;
using Thaw.Evaluation.Calibration;

namespace Thaw.Reports;

/// <summary>The sentences that explain a report, and the facts to run it again.</summary>
internal static class ReportTexts
{
    /// <summary>How to read the differences.</summary>
    public const string Differences =
        "A difference is the plan's value minus the baseline's, both on the same pictures; where its interval holds 0, no difference was "
            + "shown. The adjusted p belongs to the accuracy: Holm's, for all the plans in the table. The verdict and claim 2 call a difference only "
            + "where it is at most 0.05, so that in at least 95% of comparisons without any difference none is called; the intervals are not "
            + "adjusted. \"Right alone : wrong alone\" counts the pictures that only one of the two kept models told right; McNemar's exact p says "
            + "how likely so uneven a split is where both err equally often, and knows nothing of other seeds or plans.";

    /// <summary>What the estimates are.</summary>
    public const string Estimates =
        "Estimated from single steps that were measured before training began, for the trials that were left then; measured is "
            + "what those took, features, checkpoints, test and model files included. A phase that ended early took less.";

    /// <summary>What a claim's answer is called.</summary>
    public static string AnswerOf(ClaimAnswer answer) => answer switch
    {
        ClaimAnswer.Confirmed => "confirmed here",
        ClaimAnswer.Refuted => "refuted here",
        ClaimAnswer.Open => "left open",
        _ => "not measured",
    };

    /// <summary>How each number was made, in a paragraph.</summary>
    public static string Intervals(ComparisonResult result)
    {
        string unit = result.Test.Groups is null ? "test pictures (class by class)" : "groups of test pictures";
        string target = result.Plans.All(p => p.Trials.Count == 1)
            ? "the one network that each plan trained, on new pictures of the same kind; with one seed they know nothing of the luck of training"
            : "the average over new pictures of the same kind and newly trained seeds: they add the variance between seeds to that of the pictures and "
                + "take Student's t, since few seeds tell their own variance badly";
        return $"Intervals are 95% intervals for {target}. The variance of the pictures comes from a bootstrap: {unit} were drawn again "
            + $"{result.Resamples.ToString("N0", CultureInfo.InvariantCulture)} times with replacement, the same draws for every plan. A share "
            + "without any spread, such as an accuracy of 0% or 100%, has Wilson's interval. Of each plan the model with the lowest validation "
            + "loss is kept; the test pictures had no part in that choice.";
    }

    /// <summary>How the metrics are defined, in a paragraph.</summary>
    public static string Metrics(ComparisonResult result) => result.Data.Classes.Count == 2
        ? $"The positive class is \"{OneLine(result.Data.Classes[1])}\"; a picture is called so from a probability of "
            + $"{ThresholdOf(result)} on. Names and definitions are ML.NET's: log loss is in bits, and log loss reduction is the share by which it "
            + "is below that of always giving the class shares. The area under the precision-recall curve is the average "
            + "precision. A dash is a value that is not defined."
        : "Names and definitions are ML.NET's: microAccuracy is the share of pictures told right, macroAccuracy the mean of "
            + "that share over classes, log loss is in nats, and log loss reduction is the share by which it is below that "
            + "of always giving the class shares. A dash is a value that is not defined.";

    /// <summary>What a run needs to be repeated and where it took place, as names and values.</summary>
    public static IReadOnlyList<(string Name, string Value)> Provenance(ComparisonResult result)
    {
        RunSetup setup = result.Setup;
        RunEnvironment environment = result.Environment;
        return
        [
            ("Backbone", setup.Backbone),
            ("SHA-256 of its weights", setup.BackboneSha256),
            ("Image size", $"{Figures.Whole(setup.ImageSize)} x {Figures.Whole(setup.ImageSize)} pixels"),
            ("Batch", Figures.Whole(setup.BatchSize)),
            ("Seeds", string.Join(", ", setup.Seeds.Select(Figures.Whole))),
            ("Seed of the split", Figures.Whole(setup.SplitSeed)),
            ("Thaw", environment.ThawVersion),
            ("Runtime", environment.DotNetVersion),
            ("System", environment.OperatingSystem),
            ("Processor", $"{environment.Architecture}, {Figures.Whole(environment.ProcessorCount)} logical"),
            ("Device", $"{environment.Device}, {Figures.Whole(environment.Threads)} threads"),
            ("Started", environment.Started.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
            ("Took", Figures.Seconds(environment.Seconds)),
        ];
    }

    private static string ThresholdOf(ComparisonResult result) => result.Setup.Threshold.Kind switch
    {
        ThresholdKind.Fixed => result.Setup.Threshold.ToString(),
        _ => $"each model's own threshold (chosen on validation pictures by {result.Setup.Threshold})",
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
