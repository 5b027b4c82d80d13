using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Training;

/// <summary>
/// The state of a trial after an epoch, in a safetensors file: the weights that train, the optimizer's velocities, the best weights so
/// far, and in the metadata the history and what plan and options they belong to.
/// </summary>
internal sealed class Checkpoint
{
    private const string FirstEpoch = "first-epoch/";
    private readonly NamedTensors _tensors;
    private readonly State _state;

    private Checkpoint(NamedTensors tensors, State state)
    {
        _tensors = tensors;
        _state = state;
    }

    public int Phase => _state.Phase;

    /// <summary>Epochs done within the phase.</summary>
    public int EpochsDone => _state.EpochsDone;

    /// <summary>Epochs of the phase since its best one.</summary>
    public int SinceBest => _state.SinceBest;

    /// <summary>Writes the file, whole or not at all.</summary>
    public static void Write(string path, Plan plan, TrainerOptions options, int phase, int epochsDone, int sinceBest, Network network, Sgd sgd,
        TrialProgress progress)
    {
        var state = new State(Key(plan, options), phase, epochsDone, sinceBest, progress.Best.Epoch, progress.Best.Epoch == 0 ? 0 : progress.Best.Loss,
            progress.History, progress.Forward, progress.Backward, progress.Caching, [.. progress.FirstSteps.Select(phase => new PhaseSteps(phase.Index, phase.Steps))]);
        var tensors = new NamedTensors(new Dictionary<string, string> { ["state"] = JsonSerializer.Serialize(state, JsonOptions) });
        foreach ((Parameter parameter, float[] best) in progress.Best.Copies)
        {
            Add(tensors, "weights/" + parameter.Name, parameter.Value.Shape, parameter.ToArray());
            Add(tensors, "best/" + parameter.Name, parameter.Value.Shape, best);
        }
        foreach ((string name, Tensor velocity) in sgd.Velocities)
        {
            float[] values = new float[velocity.Shape.Length];
            network.Device.Download(velocity, values);
            Add(tensors, "velocity/" + name, velocity.Shape, values);
        }
        foreach ((string name, float[] values) in progress.FirstEpoch ?? [])
            Add(tensors, FirstEpoch + name, new Shape(values.Length), values);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, stream => SafetensorsFile.Write(stream, tensors));
    }

    /// <summary>Reads the file, if there is one.</summary>
    /// <exception cref="TrainingException">It belongs to another plan or other options, or is damaged.</exception>
    public static Checkpoint? TryRead(string path, Plan plan, TrainerOptions options)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            NamedTensors tensors = SafetensorsFile.Read(path);
            State state = JsonSerializer.Deserialize<State>(tensors.Metadata["state"], JsonOptions)!;
            if (state.Key != Key(plan, options))
                throw new TrainingException($"The checkpoint '{path}' belongs to another plan or other options; delete it to start again.");
            return new Checkpoint(tensors, state);
        }
        catch (Exception e) when (e is WeightsFormatException or KeyNotFoundException or JsonException)
        {
            throw new TrainingException($"The checkpoint '{path}' can't be read ({e.Message}); delete it to start again.");
        }
    }

    /// <summary>Puts weights, best weights and history back.</summary>
    public void Restore(Network network, TrialProgress progress)
    {
        foreach ((Parameter parameter, float[] best) in progress.Best.Copies)
        {
            parameter.Set(Values("weights/" + parameter.Name, best.Length));
            Values("best/" + parameter.Name, best.Length).CopyTo(best, 0);
        }
        progress.Best.Resume(_state.BestEpoch, _state.BestEpoch == 0 ? double.PositiveInfinity : _state.BestLoss);
        progress.History.AddRange(_state.History);
        progress.FirstSteps.AddRange((_state.FirstSteps ?? []).Select(phase => (phase.Index, phase.Steps)));
        progress.FirstEpoch = FirstEpochOf(network);
        progress.Forward = _state.Forward;
        progress.Backward = _state.Backward;
        progress.Caching = _state.Caching;
        progress.Earlier = _state.History.Sum(row => row.Seconds) + _state.Caching;
    }

    /// <summary>Puts the velocities back.</summary>
    public void RestoreVelocities(Sgd sgd)
    {
        foreach ((string name, Tensor velocity) in sgd.Velocities)
            velocity.Device.Upload(Values("velocity/" + name, velocity.Shape.Length), velocity);
    }

    private static JsonSerializerOptions JsonOptions { get; } = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static void Add(NamedTensors tensors, string name, Shape shape, float[] values) => tensors.Add(name, shape.Sizes.ToArray(), values);

    private float[] Values(string name, int length) =>
        _tensors.TryGet(name, out NamedTensor? tensor) && tensor.Values.Length == length
            ? tensor.Values
            : throw new TrainingException($"The checkpoint has no tensor '{name}' of {length} values; delete it to start again.");

    private Dictionary<string, float[]>? FirstEpochOf(Network network)
    {
        var weights = new Dictionary<string, float[]>();
        foreach (Parameter parameter in network.Weights)
        {
            if (_tensors.TryGet(FirstEpoch + parameter.Name, out NamedTensor? tensor) && tensor.Values.Length == parameter.Value.Shape.Length)
                weights.Add(parameter.Name, tensor.Values);
        }
        return weights.Count == 0 ? null : weights;
    }

    // What must be the same for the rest of a trial to fit its beginning
    private static string Key(Plan plan, TrainerOptions options)
    {
        string text = string.Join('\n', plan.Phases.Select(phase => phase.ToString())) + string.Create(CultureInfo.InvariantCulture,
            $"\n{plan.Name};{options.BatchSize};{options.Seed};{options.AugmentationSeed};{options.BalanceClasses}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private sealed record State(string Key, int Phase, int EpochsDone, int SinceBest, int BestEpoch, double BestLoss, List<EpochRow> History,
        double Forward, double Backward, double Caching, List<PhaseSteps>? FirstSteps);

    private sealed record PhaseSteps(int Index, FirstSteps Steps);
}
