using Thaw.Images;
using Thaw.Networks;
using Thaw.Training;

namespace Thaw.Cli.Recipes;

/// <summary>Everything that a pretraining is made from.</summary>
internal sealed record PretrainRecipe
{
    /// <summary>The folder or CSV file of the pictures.</summary>
    public required string Data { get; init; }

    /// <summary>Which VGG.</summary>
    public required Vgg Network { get; init; }

    /// <summary>Factor on the paper's channels.</summary>
    public required double Width { get; init; }

    /// <summary>Side of the pictures.</summary>
    public required int ImageSize { get; init; }

    /// <summary>The one phase.</summary>
    public required Phase Phase { get; init; }

    /// <summary>Pictures a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Seed of weights, order and views.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The split.</summary>
    public required SplitOptions Split { get; init; }

    /// <summary>The backbone's file.</summary>
    public required string File { get; init; }

    /// <summary>Where the state is kept: after the first epoch, then as often as takes about 2% of the time at most.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>What the file says of itself.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>How it runs.</summary>
    public required RunSettings Run { get; init; }

    /// <summary>Reads a recipe.</summary>
    /// <param name="values">What was set.</param>
    /// <param name="name">The file's name where none is set.</param>
    /// <param name="commandLine">The command as it was given.</param>
    /// <exception cref="UsageException">A value is out of range, or there is no data.</exception>
    public static PretrainRecipe Read(SettingValues values, string name, string commandLine)
    {
        RunSettings run = RunSettings.Of(values, commandLine);
        string file = run.Out ?? name + ".safetensors";
        return new PretrainRecipe
        {
            Data = values.Text(Settings.Data) ?? throw new UsageException("The recipe names no pictures; add 'data: FOLDER'."),
            Network = NetworkOf(values),
            Width = values.Number(Settings.Width, 1, v => v is > 0 and <= 16, "above 0 and at most 16"),
            ImageSize = values.Whole(Settings.ImageSize, 64, Vgg.SmallestSide, 4096),
            Phase = PhaseReader.Pretraining(values),
            BatchSize = values.Whole(Settings.Batch, 64, 1, 65536),
            Seed = values.Seed(Settings.Seed, 1),
            Split = CompareRecipeReader.Split(values, 0.05, 0.1, 1),
            File = file,
            Checkpoint = values.Text(Settings.CheckpointFile) ?? file + ".checkpoint",
            Metadata = MetadataOf(values),
            Run = run,
        };
    }

    private static Vgg NetworkOf(SettingValues values)
    {
        if (values[Settings.Network] is not { } value)
            return Vgg.Named("vgg16");
        return Vgg.All.FirstOrDefault(vgg => vgg.Name == value.Text())
            ?? throw value.Expected(string.Join(", ", Vgg.All.Select(vgg => vgg.Name)));
    }

    private static Dictionary<string, string> MetadataOf(SettingValues values)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (values[Settings.Metadata] is { } value)
        {
            foreach ((string key, SettingValue item) in YamlSection.Of(value).Entries)
                metadata[key] = item.Text();
        }
        return metadata;
    }
}
