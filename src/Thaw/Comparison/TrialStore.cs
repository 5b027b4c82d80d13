using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Thaw.Images;
using Thaw.Training;
using Thaw.Weights;

namespace Thaw.Comparison;

/// <summary>A trial with its times.</summary>
/// <param name="Result">What it gave.</param>
/// <param name="Timing">What it took.</param>
internal sealed record FinishedTrial(TrialResult Result, TrialTiming Timing);

/// <summary>
/// The <c>checkpoints/</c> folder of a run: <c>setup.txt</c> says what the trials depend on, <c>PLAN-SEED.json</c> holds a finished trial,
/// <c>PLAN-SEED.safetensors</c> the state of one that is not, <c>features/</c> what frozen layers gave.
/// </summary>
internal sealed class TrialStore
{
    private readonly string _folder;
    private readonly string _setup;

    public TrialStore(string folder, ComparisonOptions options, Backbone backbone, params ReadOnlySpan<Examples> parts)
    {
        _folder = folder;
        var text = new StringBuilder();
        text.Append(FormattableString.Invariant($"backbone {backbone.Sha256}\nbatch {options.BatchSize}\naugmentation seed {options.AugmentationSeed}\n"));
        text.Append(FormattableString.Invariant($"{options.Head}\nbalance classes {options.BalanceClasses}\nshift test {options.ShiftTest}\n"));
        if (!options.Threshold.IsHalf)
            text.Append(FormattableString.Invariant($"threshold {options.Threshold}\n"));
        foreach (Plan plan in options.Plans)
            text.Append("plan ").Append(plan.Name).Append('\n').AppendJoin('\n', plan.Phases).Append('\n');
        foreach (Examples part in parts)
            text.Append(FormattableString.Invariant($"{part.Count} pictures {Hash(part)}\n"));
        _setup = text.ToString();
    }

    public string FeatureFolder => Path.Combine(_folder, "features");

    public string CheckpointFile(Plan plan, ulong seed) => Path.Combine(_folder, FormattableString.Invariant($"{plan.Name}-{seed}.safetensors"));

    /// <summary>Starts with an empty folder, or, when resuming, checks that the folder belongs to this comparison.</summary>
    /// <exception cref="TrainingException">It belongs to another one.</exception>
    public void Prepare(bool resume)
    {
        string file = Path.Combine(_folder, "setup.txt");
        if (resume && File.Exists(file))
        {
            if (File.ReadAllText(file) != _setup)
                throw new TrainingException($"The run in '{Path.GetDirectoryName(_folder)}' has other pictures, plans or options than this one; resume it with the same, or choose another folder.");
            return;
        }
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);
        AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(_setup)));
    }

    /// <summary>Reads a finished trial and reports its epochs; null if it is not finished.</summary>
    /// <exception cref="TrainingException">Its file is damaged.</exception>
    public FinishedTrial? TryRead(Plan plan, ulong seed, IProgress<EpochRow>? progress)
    {
        string file = ResultFile(plan, seed);
        if (!File.Exists(file))
            return null;
        try
        {
            FinishedTrial trial = JsonSerializer.Deserialize<FinishedTrial>(File.ReadAllBytes(file), JsonOptions)!;
            foreach (EpochRow row in trial.Result.History)
                progress?.Report(row);
            return trial;
        }
        catch (JsonException e)
        {
            throw new TrainingException($"The finished trial '{file}' can't be read ({e.Message}); delete it to train it again.");
        }
    }

    /// <summary>What is left to do of a trial.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="number">Which of its trials, from 0.</param>
    /// <param name="options">Of that trial.</param>
    /// <exception cref="TrainingException">Its checkpoint is damaged.</exception>
    public TrialLeft LeftOf(Plan plan, int number, TrainerOptions options)
    {
        bool finished = File.Exists(ResultFile(plan, options.Seed));
        return TrialLeft.Of(plan, number, finished, finished ? null : Checkpoint.TryRead(options.CheckpointFile!, plan, options));
    }

    /// <summary>Writes a finished trial and deletes its checkpoint.</summary>
    public void Write(Plan plan, ulong seed, FinishedTrial trial)
    {
        AtomicFile.Write(ResultFile(plan, seed), stream => JsonSerializer.Serialize(stream, trial, JsonOptions));
        File.Delete(CheckpointFile(plan, seed));
    }

    /// <summary>Deletes the cached features, which are large and quickly made again.</summary>
    public void DeleteFeatures()
    {
        if (Directory.Exists(FeatureFolder))
            Directory.Delete(FeatureFolder, recursive: true);
    }

    private static JsonSerializerOptions JsonOptions { get; } = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new FloatsConverter() },
    };

    private static string Hash(Examples part)
    {
        string text = string.Join('\n', Enumerable.Range(0, part.Count).Select(i => $"{part.Label(i)} {part.ContentHash(i)}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private string ResultFile(Plan plan, ulong seed) => Path.Combine(_folder, FormattableString.Invariant($"{plan.Name}-{seed}.json"));

    /// <summary>Writes floats as base64 of their bytes, so that they come back bit by bit.</summary>
    private sealed class FloatsConverter : JsonConverter<ReadOnlyMemory<float>>
    {
        public override ReadOnlyMemory<float> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            byte[] bytes = reader.GetBytesFromBase64();
            if (bytes.Length % sizeof(float) != 0)
                throw new JsonException($"Expected a multiple of 4 bytes of probabilities, got {bytes.Length}.");
            return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        }

        public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<float> value, JsonSerializerOptions options) =>
            writer.WriteBase64StringValue(MemoryMarshal.AsBytes(value.Span));
    }
}
