using Thaw.Cli.Recipes;
using Thaw.Cli.Terminal;
using Thaw.Images;
using Thaw.Tensors;
using Thaw.Training;

namespace Thaw.Cli.Runs;

/// <summary>Trains a backbone from random weights, from its recipe to its file.</summary>
internal static class PretrainRun
{
    /// <summary>Runs it and shows what came out.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="cancellation">Stops; it can then be resumed.</param>
    public static int Execute(PretrainRecipe recipe, CancellationToken cancellation)
    {
        var display = Display.For(recipe.Run.Json);
        bool goesOn = recipe.Run.Resume && File.Exists(recipe.Checkpoint);
        if (Directory.Exists(recipe.File) || (File.Exists(recipe.File) && !goesOn))
            throw new FailureException($"'{recipe.File}' exists already; choose another --out, or delete it.");
        if (File.Exists(recipe.Checkpoint) && !goesOn)
            throw new FailureException($"'{recipe.Checkpoint}' holds the state of a training that was stopped; add --resume to finish it, or delete the file.");
        ImageSet set = ImageSet.Load(recipe.Data);
        using var device = new Cpu(recipe.Run.Threads);
        PretrainingOutcome outcome;
        try
        {
            outcome = display.During(steps => Train(recipe, set, device, steps, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new StoppedException(File.Exists(recipe.Checkpoint) ? "Stopped; the same command with --resume finishes it." : "Stopped; no epoch was done yet.");
        }
        File.Delete(recipe.Checkpoint);
        Show(recipe, outcome);
        return ExitCode.Done;
    }

    private static PretrainingOutcome Train(PretrainRecipe recipe, ImageSet set, Cpu device, ISteps steps, CancellationToken cancellation)
    {
        var pictures = PreparedPictures.Read(set, recipe.ImageSize, recipe.Split, recipe.Run.Threads, steps, cancellation);
        if (pictures.Split.Validation.Count == 0 || pictures.Split.Test.Count == 0)
            throw new UsageException("Pretraining needs pictures for validation and for the test; give both a share above 0.");
        foreach (string file in new[] { recipe.File, recipe.Checkpoint })
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var options = new PretrainingOptions
        {
            Network = recipe.Network,
            Width = recipe.Width,
            Phase = recipe.Phase,
            BatchSize = recipe.BatchSize,
            Seed = recipe.Seed,
            CheckpointFile = recipe.Checkpoint,
            Metadata = recipe.Metadata,
        };
        using IStep step = steps.Begin($"Training {recipe.Network.Name} on {pictures.Split.Train.Count} pictures", recipe.Phase.Epochs);
        return Pretraining.Run(pictures.Images, pictures.Split, options, device, recipe.File, new Epochs(step, steps), cancellation);
    }

    private static void Show(PretrainRecipe recipe, PretrainingOutcome outcome)
    {
        if (!recipe.Run.Json)
        {
            Console.Out.WriteLine($"Told {Numbers.Percent(outcome.Top1)} of {outcome.TestPictures} test pictures right (epoch {outcome.Trial.BestEpoch}).");
            Console.Out.WriteLine($"Backbone: {recipe.File}");
            return;
        }
        JsonOutput.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("file", recipe.File);
            json.WriteNumber("testPictures", outcome.TestPictures);
            json.WriteNumber("top1", outcome.Top1);
            json.WriteNumber("bestEpoch", outcome.Trial.BestEpoch);
            json.WriteNumber("validationLoss", outcome.Trial.BestLoss);
            json.WriteEndObject();
        });
    }

    private sealed class Epochs(IStep step, ISteps steps) : IProgress<EpochRow>
    {
        public void Report(EpochRow value)
        {
            step.Report(value.Epoch);
            steps.Say($"Epoch {value.Epoch} in {Numbers.Duration(value.Seconds)}: training accuracy {Numbers.Percent(value.TrainAccuracy)}, "
                + $"validation accuracy {Numbers.Percent(value.ValidationAccuracy)}.");
        }
    }
}
