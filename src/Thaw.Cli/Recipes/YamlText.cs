using System.Globalization;
using System.Text;
using Thaw.Evaluation.Calibration;
using Thaw.Images;
using Thaw.Training;

namespace Thaw.Cli.Recipes;

/// <summary>Writes a comparison's recipe as YAML that <c>thaw run</c> reads back to the same.</summary>
internal static class YamlText
{
    private const string Heading = "# Every setting that decides the result. 'thaw run' on this file does the same again.\n";

    /// <summary>The recipe with every value that decides its result.</summary>
    public static string Of(CompareRecipe recipe)
    {
        var text = new StringBuilder(Heading);
        Line(text, 0, "kind", RecipeFile.Compare);
        Line(text, 0, "name", Quote(recipe.Name));
        Line(text, 0, "data", Quote(recipe.Data));
        if (recipe.Positive is not null)
            Line(text, 0, "positive", Quote(recipe.Positive));
        if (recipe.Splits > 1)
            Line(text, 0, "splits", Number(recipe.Splits));
        Line(text, 0, "no-advice", recipe.Advises ? "false" : "true");
        AppendTraining(text, recipe);
        text.Append("split:\n");
        Line(text, 1, "validation", Number(recipe.Split.ValidationFraction));
        Line(text, 1, "test", Number(recipe.Split.TestFraction));
        Line(text, 1, "seed", recipe.Split.Seed.ToString(CultureInfo.InvariantCulture));
        if (recipe.Split.GroupPattern is not null)
            Line(text, 1, "group", Quote(recipe.Split.GroupPattern));
        AppendPlans(text, recipe);
        return text.ToString();
    }

    /// <summary>The recipe of a study with every value that decides its result.</summary>
    public static string Of(ClaimsRecipe recipe)
    {
        var text = new StringBuilder(Heading);
        Line(text, 0, "kind", RecipeFile.Claims);
        Line(text, 0, "name", Quote(recipe.Common.Name));
        Line(text, 0, "sets", List(recipe.Sets));
        Line(text, 0, "distances", List(recipe.Distances.Select(Number)));
        Line(text, 0, "pictures", List(recipe.Pictures.Select(count => Number(count))));
        Line(text, 0, "test-pictures", Number(recipe.TestPictures));
        Line(text, 0, "draw-seed", recipe.DrawSeed.ToString(CultureInfo.InvariantCulture));
        if (recipe.SweepDistances.Count > 0)
            Line(text, 0, "sweep-distances", List(recipe.SweepDistances.Select(Number)));
        Line(text, 0, "keep", recipe.Keep ? "true" : "false");
        AppendTraining(text, recipe.Common);
        AppendPlans(text, recipe.Common);
        return text.ToString();
    }

    private static void AppendTraining(StringBuilder text, CompareRecipe recipe)
    {
        PlanSettings common = recipe.PlanSettings;
        if (recipe.Source is not null)
            Line(text, 0, "source", Quote(recipe.Source));
        Line(text, 0, "backbone", Quote(recipe.Backbone));
        if (recipe.ImageSize is { } side)
            Line(text, 0, "image-size", Number(side));
        Line(text, 0, "seeds", List(recipe.Seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture))));
        if (recipe.WithEpochs is null)
            Line(text, 0, "epochs", Number(common.Epochs));
        Line(text, 0, "batch", Number(recipe.BatchSize));
        Line(text, 0, "head-lr", Number(common.HeadRate));
        Line(text, 0, "block-lr", Number(common.BlockRate));
        Line(text, 0, "tuning-lr", Number(common.TuningRate));
        Line(text, 0, "gentle-lr", Number(common.GentleRate));
        Line(text, 0, "schedule", Of(common.Schedule));
        Line(text, 0, "warm-up", Number(common.WarmUpEpochs));
        Line(text, 0, "momentum", Number(common.Momentum));
        Line(text, 0, "weight-decay", Number(common.WeightDecay));
        Line(text, 0, "layer-decay", Number(common.LayerDecay));
        Line(text, 0, "patience", Number(common.Patience));
        Line(text, 0, "augmentation", Of(common.Augmentation));
        Line(text, 0, "views", Number(common.Views));
        Line(text, 0, "augmentation-seed", recipe.AugmentationSeed.ToString(CultureInfo.InvariantCulture));
        Line(text, 0, "balance-classes", recipe.BalanceClasses ? "true" : "false");
        Line(text, 0, "shift", recipe.ShiftTest ? "all" : "none");
        Line(text, 0, "threshold", recipe.Threshold.Kind == ThresholdKind.Fixed ? recipe.Threshold.ToString() : Quote(recipe.Threshold.ToString()));
        text.Append("head:\n");
        Line(text, 1, "units", Number(recipe.Head.Units));
        Line(text, 1, "dropout", recipe.Head.Dropout.ToString(CultureInfo.InvariantCulture));
    }

    private static void AppendPlans(StringBuilder text, CompareRecipe recipe)
    {
        text.Append("plans:\n");
        foreach (Plan plan in recipe.Plans)
        {
            if (recipe.OwnPlans.Contains(plan.Name))
                Append(text, plan);
            else
                text.Append("  - ").Append(plan.Name).Append('\n');
        }
    }

    private static void Append(StringBuilder text, Plan plan)
    {
        text.Append("  - name: ").Append(Quote(plan.Name)).Append('\n');
        Line(text, 2, "description", Quote(plan.Description));
        text.Append("    phases:\n");
        foreach (Phase phase in plan.Phases)
        {
            text.Append("      - name: ").Append(Quote(phase.Name)).Append('\n');
            Line(text, 4, "train-from", Quote(phase.TrainFrom));
            Line(text, 4, "epochs", Number(phase.Epochs));
            Line(text, 4, "lr", Number(phase.LearningRate));
            Line(text, 4, "schedule", Of(phase.Schedule));
            Line(text, 4, "warm-up", Number(phase.WarmUpEpochs));
            Line(text, 4, "momentum", Number(phase.Momentum));
            Line(text, 4, "weight-decay", Number(phase.WeightDecay));
            Line(text, 4, "layer-decay", Number(phase.LayerDecay));
            Line(text, 4, "augmentation", Of(phase.Augmentation));
            Line(text, 4, "views", Number(phase.Views));
            Line(text, 4, "patience", Number(phase.Patience));
        }
    }

    private static string Of(Schedule schedule) => schedule == Schedule.Constant ? "constant" : "cosine";

    private static string Of(Augmentation augmentation) => augmentation.IsNone ? "none" : string.Create(CultureInfo.InvariantCulture,
        $"{{flip: {(augmentation.HorizontalFlip ? "true" : "false")}, crop-scale: {augmentation.CropScale}, brightness: {augmentation.Brightness}, contrast: {augmentation.Contrast}, saturation: {augmentation.Saturation}}}");

    private static void Line(StringBuilder text, int level, string key, string value) =>
        text.Append(' ', 2 * level).Append(key).Append(": ").Append(value).Append('\n');

    private static string List(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Text as YAML: plain where no reader can take it for anything else, in double quotes otherwise.</summary>
    internal static string Quote(string text)
    {
        bool plain = text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
            && text.ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "on" or "off" or "null" or "y" or "n");
        if (plain)
            return text;
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF')
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }
}
