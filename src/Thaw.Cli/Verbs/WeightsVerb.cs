using System.CommandLine;
using Thaw.Cli.Recipes;
using Thaw.Cli.Runs;
using Thaw.Cli.Terminal;
using Thaw.Weights.Store;

namespace Thaw.Cli.Verbs;

/// <summary><c>thaw weights</c>: the pretrained backbones that there are, and how to get more.</summary>
internal static class WeightsVerb
{
    public static Command Create() => new("weights", "Show, describe, import and download pretrained backbones.")
    {
        CreateList(),
        CreateInfo(),
        CreateImport(),
        CreateDownload(),
        CreateStatistics(),
        CreatePath(),
    };

    private static Command CreateList()
    {
        var command = new Command("list", "Show which backbones are built in, stored, and to be had.");
        Setting json = Json("Write the list as JSON, and nothing else, to stdout.");
        var options = new OptionSet(command, json);
        VerbAction.Set(command, (result, _) => WeightsList.Execute(options.Read(result).Flag(json)));
        return command;
    }

    private static Command CreateInfo()
    {
        var command = new Command("info", "Describe a backbone: network, pictures, preprocessing, hash, where it comes from.");
        var backbone = new Argument<string>("NAME|FILE") { Description = "A built-in or stored name, or a weights file." };
        command.Arguments.Add(backbone);
        Setting json = Json("Write it as JSON, and nothing else, to stdout.");
        var options = new OptionSet(command, json);
        VerbAction.Set(command, (result, _) => WeightsInfo.Execute(result.GetValue(backbone)!, options.Read(result).Flag(json)));
        return command;
    }

    private static Command CreateImport()
    {
        var command = new Command("import", "Check a weights file and keep a copy of it under a name.");
        var file = new Argument<string>("FILE") { Description = "The file, as --backbone takes it." };
        command.Arguments.Add(file);
        Setting name = new("as", "NAME", "What --backbone will call it: letters, digits, '-', '_' and '.'."),
            force = new("force", null, "Replace a stored backbone of that name."),
            json = Json("Write the entry as JSON, and nothing else, to stdout.");
        var options = new OptionSet(command, name, force, json);
        command.Options.Single(option => option.Name == name.Option).Required = true;
        VerbAction.Set(command, (result, _) =>
        {
            SettingValues values = options.Read(result);
            StoredBackbone entry = BackboneFolder.Default.Import(result.GetValue(file)!, values.Text(name)!, values.Flag(force));
            if (values.Flag(json))
                JsonOutput.Write(writer => EntryJson.Write(writer, entry));
            else
                Console.Out.WriteLine($"Stored {entry.Name} ({entry.Network}, {Numbers.Size(entry.Size)}); next: thaw compare DATA --backbone {entry.Name}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateDownload()
    {
        var command = new Command("download", "Fetch a published backbone, check it and keep it.");
        var name = new Argument<string>("NAME") { Description = $"Which: {string.Join(", ", PublishedBackbone.All.Select(published => published.Name))}." };
        command.Arguments.Add(name);
        Setting force = new("force", null, "Fetch it again even if it is here."),
            json = Json("Write the entry as JSON, and nothing else, to stdout.");
        var options = new OptionSet(command, force, json);
        VerbAction.Set(command, (result, cancellation) =>
        {
            SettingValues values = options.Read(result);
            string asked = result.GetValue(name)!;
            PublishedBackbone published = PublishedBackbone.Named(asked) ?? throw new UsageException(
                Spelling.Suggest($"No published backbone is named '{asked}'", asked, [.. PublishedBackbone.All.Select(known => known.Name)]));
            return WeightsDownload.Execute(published, values.Flag(force), values.Flag(json), cancellation);
        });
        return command;
    }

    private static Command CreateStatistics()
    {
        var command = new Command("statistics", "Describe the pictures that a backbone was trained on, so that distances from them are known.");
        var backbone = new Argument<string>("NAME|FILE") { Description = "A built-in or stored name, or a weights file." };
        command.Arguments.Add(backbone);
        Argument<string> data = CompareVerb.DataArgument(command);
        Setting file = new("out", "FILE", "What to write; it is found beside the backbone's file, as NAME.source.safetensors."),
            text = new("text", "WORDS", "What the pictures are [default: the folder's name]."),
            pictures = new("pictures", "COUNT", "How many pictures to use at most, drawn at random but always the same [default: 10000].");
        var options = new OptionSet(command, file, text, pictures, Settings.Threads);
        command.Options.Single(option => option.Name == file.Option).Required = true;
        VerbAction.Set(command, (result, cancellation) =>
        {
            SettingValues values = options.Read(result);
            var statistics = new WeightsStatistics
            {
                Backbone = result.GetValue(backbone)!,
                Data = result.GetValue(data)!,
                Text = values.Text(text),
                Out = values.Text(file)!,
                Pictures = values.Whole(pictures, 10_000, 2),
                Threads = values.Whole(Settings.Threads, 0, 0, RunSettings.MaxThreads),
            };
            return statistics.Execute(cancellation);
        });
        return command;
    }

    private static Command CreatePath()
    {
        var command = new Command("path", "Print the folder that stored backbones are in.");
        VerbAction.Set(command, (_, _) =>
        {
            Console.Out.WriteLine(BackboneFolder.Default.Path);
            return ExitCode.Done;
        });
        return command;
    }

    private static Setting Json(string description) => new("json", null, description);
}
