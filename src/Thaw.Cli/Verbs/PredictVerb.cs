using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Thaw.Cli.Recipes;
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
        var options = new OptionSet(command, Settings.Threads, json);
        VerbAction.Set(command, (result, cancellation) =>
        {
            SettingValues values = options.Read(result);
            return Execute(result.GetValue(model)!, result.GetValue(images)!, values.Whole(Settings.Threads, 0, 0, RunSettings.MaxThreads),
                values.Flag(json), cancellation);
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

    private static int Execute(string model, string[] images, int threads, bool json, CancellationToken cancellation)
    {
        using var classifier = Classifier.Load(model, threads);
        string[] files = [.. images.SelectMany(FilesOf)];
        var failed = new List<(string File, string Reason)>();
        IEnumerable<Answer> answers = files.Select(file =>
        {
            cancellation.ThrowIfCancellationRequested();
            Answer answer = Classify(classifier, file);
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

    private static Answer Classify(Classifier classifier, string file)
    {
        try
        {
            return new Answer(file, classifier.Classify(file), null);
        }
        catch (Exception e) when (e is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            return new Answer(file, null, e.Message.ReplaceLineEndings(" "));
        }
    }

    private static void WriteLines(IEnumerable<Answer> answers)
    {
        foreach (Answer answer in answers)
        {
            if (answer.Prediction is { } told)
                Console.Out.WriteLine($"{answer.File}\t{told.Label}\t{told.Probability.ToString(CultureInfo.InvariantCulture)}");
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
                .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal),
        ];
        return files.Length > 0 ? files : throw new FailureException($"The folder '{path}' holds no pictures ({string.Join(", ", Extensions)}).");
    }

    private static string Reason(string file, string reason) =>
        reason.Contains($"'{file}'", StringComparison.Ordinal) ? reason : $"'{file}': {reason}";

    private sealed record Answer(string File, Prediction? Prediction, string? Error);
}
