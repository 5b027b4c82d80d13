using System.Globalization;
using Spectre.Console;
using Thaw.Cli.Terminal;
using Thaw.Evaluation;
using Thaw.Images;
using Thaw.Images.Splitting;
using Thaw.Serving;
using Thaw.Training;

namespace Thaw.Cli.Runs;

/// <summary>Measures a saved model on labelled pictures.</summary>
internal sealed record ModelEvaluation
{
    /// <summary>A model zip.</summary>
    public required string Model { get; init; }

    /// <summary>The pictures.</summary>
    public required string Data { get; init; }

    /// <summary>Which part of them; null for the test part if there is one, or else all.</summary>
    public required string? Part { get; init; }

    /// <summary>What tells pictures that belong together; null for what the set says.</summary>
    public required string? GroupPattern { get; init; }

    /// <summary>Pictures a pass.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Threads; 0 for one a processor.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether stdout gets JSON alone.</summary>
    public required bool Json { get; init; }

    /// <summary>Measures and shows what came out.</summary>
    public int Execute(CancellationToken cancellation)
    {
        var display = Display.For(Json);
        using var classifier = Classifier.Load(Model, Threads);
        ImageSet set = ImageSet.Load(Data);
        int[] labelOf = [.. set.Classes.Select(name => LabelOf(classifier, name))];
        (string part, IReadOnlyList<int> indices, LoadedImages images, float[] probabilities) = display.During(steps =>
        {
            LoadedImages images = PreparedPictures.Load(set, classifier.Manifest.ImageSize, Threads, steps, cancellation);
            (string part, int[] indices) = Choose(images);
            return (part, (IReadOnlyList<int>)indices, images, classifier.Probabilities(new Examples(images, indices), BatchSize, cancellation));
        });
        int[] labels = [.. indices.Select(i => labelOf[images.Files[i].Label])];
        IReadOnlyList<string>? groups = FileGroups.Enough(GroupNames.Find([.. indices.Select(i => images.Files[i])], GroupPattern));
        IReadOnlyList<MetricEstimate> estimates = new Evaluator(labels, classifier.Classes.Count, groups)
            .Evaluate(probabilities, classifier.Manifest.Threshold).Estimates;
        var matrix = new ConfusionMatrix(labels, probabilities, classifier.Classes.Count, classifier.Manifest.Threshold);
        var calibration = ModelCalibration.Measure(classifier.Manifest, labels, probabilities, groups);
        if (Json)
            WriteJson(classifier, part, images, labels.Length, groups is not null, estimates, matrix, calibration);
        else
            WriteTables(classifier, part, labels.Length, groups, estimates, matrix, calibration);
        return ExitCode.Done;
    }

    private int LabelOf(Classifier classifier, string name)
    {
        for (int label = 0; label < classifier.Classes.Count; label++)
        {
            if (classifier.Classes[label] == name)
                return label;
        }
        throw new FailureException($"'{Data}' has the class '{name}', which the model does not know; it tells {string.Join(", ", classifier.Classes)} apart.");
    }

    private (string Part, int[] Indices) Choose(LoadedImages images)
    {
        int[] Of(SplitPart part) => [.. Enumerable.Range(0, images.Count).Where(i => images.Files[i].Part == part)];
        int[] test = Of(SplitPart.Test);
        string part = Part ?? (test.Length > 0 ? "test" : "all");
        int[] chosen = part switch
        {
            "all" => [.. Enumerable.Range(0, images.Count)],
            "train" => Of(SplitPart.Train),
            "validation" => Of(SplitPart.Validation),
            _ => test,
        };
        return chosen.Length > 0 ? (part, chosen)
            : throw new FailureException($"'{Data}' does not say which pictures are its {part} part; leave --part out to take all.");
    }

    private static void WriteTables(Classifier classifier, string part, int count, IReadOnlyList<string>? groups, IReadOnlyList<MetricEstimate> estimates,
        ConfusionMatrix matrix, ModelCalibration calibration)
    {
        string drawn = groups is null ? "pictures" : $"{groups.Distinct().Count().ToString(CultureInfo.InvariantCulture)} groups";
        Console.Out.WriteLine($"{count} pictures ({part}); intervals from drawing {drawn} again.");
        Table table = Display.NewTable().AddColumns("metric", "value", "95% interval");
        foreach (MetricEstimate e in estimates)
            table.AddRow(Markup.Escape(Metrics.TitleOf(e.Metric)), Numbers.Value(e.Metric, e.Value), Numbers.Range(e.Metric, e.Interval));
        Display.Write(table);
        Table confusion = Display.NewTable().AddColumn("true class");
        foreach (string name in classifier.Classes)
            confusion.AddColumn(new TableColumn(Markup.Escape("told " + name)).RightAligned());
        for (int truth = 0; truth < matrix.Classes; truth++)
            confusion.AddRow([Markup.Escape(classifier.Classes[truth]),
                .. Enumerable.Range(0, matrix.Classes).Select(told => matrix[truth, told].ToString(CultureInfo.InvariantCulture))]);
        Display.Write(confusion);
        Console.Out.WriteLine(calibration.Sentence);
    }

    private void WriteJson(Classifier classifier, string part, LoadedImages images, int count, bool grouped, IReadOnlyList<MetricEstimate> estimates,
        ConfusionMatrix matrix, ModelCalibration calibration) => JsonOutput.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("model", Model);
        json.WriteString("data", Data);
        json.WriteString("part", part);
        json.WriteNumber("pictures", count);
        json.WriteBoolean("intervalsOverGroups", grouped);
        json.WriteStartArray("classes");
        foreach (string name in classifier.Classes)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteStartObject("metrics");
        foreach (MetricEstimate e in estimates)
        {
            json.WriteStartObject(Metrics.NameOf(e.Metric));
            json.Number("value", e.Value);
            json.Number("low", e.Interval.Low);
            json.Number("high", e.Interval.High);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartArray("confusionMatrix");
        for (int truth = 0; truth < matrix.Classes; truth++)
        {
            json.WriteStartArray();
            for (int told = 0; told < matrix.Classes; told++)
                json.WriteNumberValue(matrix[truth, told]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        calibration.Write(json);
        json.WriteStartArray("skipped");
        foreach (SkippedFile file in images.Skipped)
        {
            json.WriteStartObject();
            json.WriteString("name", file.Name);
            json.WriteString("reason", file.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
