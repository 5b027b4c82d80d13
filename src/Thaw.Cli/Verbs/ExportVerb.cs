using System.CommandLine;
using System.Globalization;
using Thaw.Cli.Recipes;
using Thaw.Cli.Terminal;
using Thaw.Packaging;

namespace Thaw.Cli.Verbs;

/// <summary><c>thaw export MODEL --format NAME</c>: writes a saved model in another program's format.</summary>
internal static class ExportVerb
{
    private static readonly Setting FormatSetting = new("format", "NAME", $"The format: {string.Join(", ", ExportFormat.All.Select(format => format.Name))}."),
        Target = new("out", "PATH", "Where to [default: beside the model, under its name]."),
        FeaturesOnly = new("features", null, "Only the backbone: what the last pooling gives, without the head."),
        Force = new("force", null, "Replace what is there."),
        Json = new("json", null, "Write what was written as JSON, and nothing else, to stdout.");

    public static Command Create()
    {
        var command = new Command("export", "Write a saved model as ONNX, TensorFlow, safetensors, Keras or Triton.");
        Argument<string> model = PredictVerb.ModelArgument(command);
        var options = new OptionSet(command, FormatSetting, Target, FeaturesOnly, Force, Json);
        command.Options.Single(option => option.Name == FormatSetting.Option).Required = true;
        VerbAction.Set(command, (result, _) => Execute(result.GetValue(model)!, options.Read(result)));
        return command;
    }

    private static int Execute(string model, SettingValues values)
    {
        string name = values.Text(FormatSetting)!;
        ExportFormat format = ExportFormat.All.FirstOrDefault(format => format.Name == name)
            ?? throw new UsageException(Spelling.Suggest($"{FormatSetting.Option}: no format is named '{name}'", name, [.. ExportFormat.All.Select(known => known.Name)]));
        bool features = values.Flag(FeaturesOnly);
        string path = values.Text(Target) ?? Path.ChangeExtension(model, null) + (features ? "-features" : "") + format.Ending;
        Check(model, path, format, values.Flag(Force));
        PackagedModel packaged = ModelZip.Read(model);
        format.Write(path, packaged, features);
        long bytes = format.IsFolder ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) : new FileInfo(path).Length;
        if (values.Flag(Json))
            WriteJson(model, path, format, features, bytes);
        else
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Wrote {path} ({bytes / 1e6:0.0} MB); {format.Next(path, packaged.Manifest, features)}"));
        return ExitCode.Done;
    }

    private static void Check(string model, string path, ExportFormat format, bool force)
    {
        if (Path.GetFullPath(path) == Path.GetFullPath(model))
            throw new UsageException($"{Target.Option}: '{path}' is the model itself.");
        if (format.IsFolder && File.Exists(path))
            throw new FailureException($"'{path}' is a file, and {format.Name} needs a folder; choose another --out.");
        if (!format.IsFolder && Directory.Exists(path))
            throw new FailureException($"'{path}' is a folder; --out names the file to write.");
        if (!Path.Exists(path))
            return;
        if (!force)
            throw new FailureException($"'{path}' exists already; choose another --out, or replace it with --force.");
        // Replacing a folder deletes all of it
        if (format.IsFolder && Directory.EnumerateFileSystemEntries(path).Any() && !File.Exists(Path.Combine(path, "config.pbtxt")))
            throw new FailureException($"'{path}' holds something else than an exported model; choose another --out, or delete it.");
    }

    private static void WriteJson(string model, string path, ExportFormat format, bool features, long bytes) => JsonOutput.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("model", model);
        json.WriteString("format", format.Name);
        json.WriteBoolean("features", features);
        json.WriteString("path", path);
        json.WriteNumber("bytes", bytes);
        json.WriteEndObject();
    });
}
