using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Thaw.Cli.Recipes;
using Thaw.Cli.Runs;
using Thaw.Cli.Terminal;
using Thaw.Images;
using Thaw.Serving;

namespace Thaw.Cli.Verbs;

/// <summary><c>thaw predict MODEL IMAGE...</c>: what a saved model says of pictures.</summary>
internal static class PredictVerb
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp"];

    public static Command Create()
    {
        var command = new Command("predict", "Ask a saved model for the class of pictures.");
        Argument<string> model = ModelArgument(command);
        var images = new Argument<string[]>("IMAGE")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Picture files (JPEG, PNG or BMP), or folders of them.",
        };
        command.Arguments.Add(images);
        var json = new Setting("json", null, "Write the probabilities of all classes as JSON, and nothing else, to stdout.");
        var explain = new Setting("explain", null, "Write for each picture a heat map of what speaks for its class, NAME.explain.png.");
        var explainOut = new Setting("explain-out", "FOLDER", "Where the heat maps go; implies --explain [default: the current folder].");
        var options = new OptionSet(command, Settings.Threads, explain, explainOut, json);
        VerbAction.Set(command, (result, cancellation) =>
        {
            SettingValues values = options.Read(result);
            string[] files = [.. result.GetValue(images)!.SelectMany(FilesOf)];
            string? folder = values.Text(explainOut);
            HeatMapFiles? heatMaps = folder is not null || values.Flag(explain) ? new HeatMapFiles(files, folder) : null;
            return Execute(result.GetValue(model)!, files, heatMaps, values.Whole(Settings.Threads, 0, 0, RunSettings.MaxThreads), values.Flag(json), cancellation);
        });
        return command;
    }

    /// <summary>The argument that names the model.</summary>
    public static Argument<string> ModelArgument(Command command)
    {
        var model = new Argument<string>("MODEL") { Description = "A model zip, such as runs/compare/models/full.zip." };
        command.Arguments.Add(model);
        return model;
    }

    private static int Execute(string model, string[] files, HeatMapFiles? heatMaps, int threads, bool json, CancellationToken cancellation)
    {
        using var classifier = Classifier.Load(model, threads);
        var failed = new List<(string File, string Reason)>();
        IEnumerable<Answer> answers = files.Select(file =>
        {
            cancellation.ThrowIfCancellationRequested();
            Answer answer = Classify(classifier, file, heatMaps);
            if (answer.Error is { } reason)
                failed.Add((file, reason));
            return answer;
        });
        if (json)
            WriteJson(model, answers);
        else
            WriteLines(answers);
        return failed.Count == 0 ? ExitCode.Done
            : throw new FailureException($"{failed.Count} of {files.Length} pictures could not be read: {Reason(failed[0].File, failed[0].Reason)}");
    }

    private static Answer Classify(Classifier classifier, string file, HeatMapFiles? heatMaps)
    {
        Explanation explanation;
        byte[] png;
        try
        {
            if (heatMaps is null)
                return new Answer(file) { Prediction = classifier.Classify(file) };
            explanation = classifier.Explain(file);
            png = explanation.ToPng(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            return new Answer(file) { Error = e.Message.ReplaceLineEndings(" ") };
        }
        if (explanation.IsEmpty)
            Console.Error.WriteLine($"{file}: nothing in the picture speaks for '{explanation.Class}'; its heat map shows no heat.");
        return new Answer(file) { Prediction = explanation.Prediction, HeatMap = heatMaps.Write(file, png), Strongest = explanation.Strongest };
    }

    private static void WriteLines(IEnumerable<Answer> answers)
    {
        foreach (Answer answer in answers)
        {
            if (answer.Prediction is { } told)
            {
                string line = $"{answer.File}\t{told.Label}\t{told.Probability.ToString(CultureInfo.InvariantCulture)}";
                Console.Out.WriteLine(answer.HeatMap is null ? line : $"{line}\t{answer.HeatMap}");
            }
        }
    }

    private static void WriteJson(string model, IEnumerable<Answer> answers) => JsonOutput.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("model", model);
        json.WriteStartArray("predictions");
        foreach (Answer answer in answers)
        {
            json.WriteStartObject();
            json.WriteString("image", answer.File);
            if (answer.Prediction is { } told)
            {
                json.WriteString("label", told.Label);
                json.WriteNumber("probability", told.Probability);
                json.WriteNumber("confidence", told.Confidence);
                WriteShares(json, "probabilities", told.Probabilities, item => item.Probability);
                WriteShares(json, "calibrated", told.Probabilities, item => item.Calibrated);
                if (answer.HeatMap is not null)
                {
                    json.WriteString("explanation", answer.HeatMap);
                    json.WriteString("strongest", answer.Strongest);
                }
            }
            else
                json.WriteString("error", answer.Error);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteShares(Utf8JsonWriter json, string name, IReadOnlyList<ClassProbability> items, Func<ClassProbability, float> share)
    {
        json.WriteStartObject(name);
        foreach (ClassProbability item in items)
            json.WriteNumber(item.Class, share(item));
        json.WriteEndObject();
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        string[] files =
        [
            .. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase) && !HeatMapFiles.IsHeatMap(file))
                .Order(StringComparer.Ordinal),
        ];
        return files.Length > 0 ? files : throw new FailureException($"The folder '{path}' holds no pictures ({string.Join(", ", Extensions)}).");
    }

    private static string Reason(string file, string reason) =>
        reason.Contains($"'{file}'", StringComparison.Ordinal) ? reason : $"'{file}': {reason}";

    private sealed record Answer(string File)
    {
        public Prediction? Prediction { get; init; }

        public string? Error { get; init; }

        public string? HeatMap { get; init; }

        public string? Strongest { get; init; }
    }
}
