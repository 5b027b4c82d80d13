using System.CommandLine;
using System.Globalization;
using Thaw.Cli.Recipes;
using Thaw.Cli.Terminal;
using Thaw.Images.Drawing;

namespace Thaw.Cli.Verbs;

/// <summary><c>thaw data make NAME</c>: draws pictures to try Thaw on.</summary>
internal static class DataVerb
{
    private static string Dials => string.Join(", ", DrawnData.Names.Where(DrawnData.HasDistance));

    public static Command Create()
    {
        var command = new Command("data", "Make pictures to try Thaw on.");
        command.Subcommands.Add(CreateMake());
        return command;
    }

    private static Command CreateMake()
    {
        var command = new Command("make", "Draw a set of pictures with a folder a class.");
        var name = new Argument<string>("NAME") { Description = $"Which: {string.Join(", ", DrawnData.Names)}." };
        command.Arguments.Add(name);
        Setting folder = new("out", "FOLDER", "Where to; empty or not there yet."),
            count = new("count", "PICTURES", "Pictures of each class [default: 150]."),
            size = new("size", "PIXELS", "Width and height [default: 64]."),
            seed = new("seed", "NUMBER", "Which of the possible sets [default: 0]."),
            distance = new("distance", "X", $"From photographs, 0 to 1, for {Dials} [default: 0 for near, 1 for far].");
        var options = new OptionSet(command, folder, count, size, seed, distance, Settings.Json);
        command.Options.Single(option => option.Name == folder.Option).Required = true;
        VerbAction.Set(command, (result, cancellation) =>
        {
            SettingValues values = options.Read(result);
            string set = result.GetValue(name)!, target = values.Text(folder)!;
            if (!DrawnData.Names.Contains(set))
                throw new UsageException(Spelling.Suggest($"No drawn pictures are named '{set}'", set, [.. DrawnData.Names]));
            var defaults = new DrawnDataOptions();
            if (values[distance] is not null && !DrawnData.HasDistance(set))
                throw new UsageException($"'{set}' has no --distance; the sets that have one are: {Dials}.");
            var drawn = new DrawnDataOptions
            {
                PerClass = values.Whole(count, defaults.PerClass, 1, 1_000_000),
                Size = values.Whole(size, defaults.Size, 8, 1024),
                Seed = values.Seed(seed, defaults.Seed),
                Distance = values[distance] is null ? null : values.Number(distance, 0, x => x is >= 0 and <= 1, "from 0 to 1"),
            };
            int written = DrawnData.Write(set, target, drawn, cancellation);
            if (values.Flag(Settings.Json))
                JsonOutput.Write(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("folder", target);
                    json.WriteNumber("pictures", written);
                    json.WriteEndObject();
                });
            else
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Wrote {written} pictures to {target}; next: thaw compare {target}"));
            return ExitCode.Done;
        });
        return command;
    }
}
