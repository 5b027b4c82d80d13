using System.Diagnostics;
using Thaw.Kernels;
using Thaw.Networks;

namespace Thaw.Training;

/// <summary>Runs the epochs of one phase. Buffers are taken once; a step takes none. Disposed before its sources.</summary>
internal sealed class PhaseEpochs : IDisposable
{
    private const ulong OrderStream = 0x0E;
    private readonly Network _network;
    private readonly Phase _phase;
    private readonly IBatchSource _train, _validation;
    private readonly TrainingStep _step;
    private readonly int[] _trainLabels, _validationLabels, _order, _inOrder;
    private readonly float[] _classWeights;
    private readonly TrainerOptions _options;
    private readonly PreparedBatches _batches;

    public PhaseEpochs(Network network, Phase phase, IBatchSource train, IBatchSource validation, Sgd sgd, int[] trainLabels,
        int[] validationLabels, float[] classWeights, TrainerOptions options)
    {
        _network = network;
        _phase = phase;
        _train = train;
        _validation = validation;
        _step = new TrainingStep(network, sgd, options.BatchSize);
        _trainLabels = trainLabels;
        _validationLabels = validationLabels;
        _classWeights = classWeights;
        _options = options;
        _order = new int[train.Count];
        _inOrder = Enumerable.Range(0, validation.Count).ToArray();
        _batches = new PreparedBatches(options.BatchSize, network.Input.Shape.Length / network.Input.Shape[0]);
    }

    /// <summary>Reads gradients after steps; null for none.</summary>
    public FirstStepsMeter? Meter { get; init; }

    /// <summary>Runs an epoch and its validation, and adds its row to the history.</summary>
    /// <param name="epoch">From 0, within the phase.</param>
    /// <param name="progress">Gets the times and the row.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public EpochRow Run(int epoch, TrialProgress progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        int number = progress.History.Count + 1;
        Shuffle(number);
        foreach (Dropout dropout in _network.Layers.OfType<Dropout>())
            dropout.Seed(_options.Seed * 1_000_003 + (ulong)number);
        double loss = 0, rate = 0;
        int right = 0, step = 0, steps = (_order.Length + _options.BatchSize - 1) / _options.BatchSize;
        _batches.Begin(_train, _order, epoch % _phase.EffectiveViews);
        for (int count; (count = Load(_trainLabels)) > 0; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            long t0 = Stopwatch.GetTimestamp();
            (double batchLoss, int batchRight) = _step.Forward(_classWeights);
            long t1 = Stopwatch.GetTimestamp();
            rate = _phase.LearningRateAt(epoch + (double)step / steps);
            _step.Backward(rate, _phase.Momentum, _phase.WeightDecay);
            progress.Forward += Stopwatch.GetElapsedTime(t0, t1).TotalSeconds;
            progress.Backward += Stopwatch.GetElapsedTime(t1).TotalSeconds;
            Meter?.Read();
            loss += batchLoss * count;
            right += batchRight;
        }
        (double validationLoss, double validationAccuracy) = Validate(cancellation);
        var row = new EpochRow
        {
            Phase = _phase.Name,
            Epoch = number,
            LearningRate = rate,
            TrainLoss = loss / _order.Length,
            TrainAccuracy = (double)right / _order.Length,
            ValidationLoss = validationLoss,
            ValidationAccuracy = validationAccuracy,
            Seconds = watch.Elapsed.TotalSeconds,
        };
        progress.History.Add(row);
        return row;
    }

    public void Dispose() => _batches.Dispose();

    private (double Loss, double Accuracy) Validate(CancellationToken cancellation)
    {
        double loss = 0;
        int right = 0;
        _batches.Begin(_validation, _inOrder, 0);
        for (int count; (count = Load(_validationLabels)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            (double batchLoss, int batchRight) = _step.Validate();
            loss += batchLoss * count;
            right += batchRight;
        }
        return (loss / _inOrder.Length, (double)right / _inOrder.Length);
    }

    private void Shuffle(int number)
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        new Pcg32(_options.Seed, (OrderStream << 32) + (ulong)number).Shuffle<int>(_order);
    }

    // Brings the pass's next batch into the network; returns how many examples it has, 0 at the end
    private int Load(int[] labels)
    {
        ReadOnlySpan<int> examples = _batches.Next(out ReadOnlySpan<float> input);
        if (examples.Length > 0)
            _step.Load(examples, input, labels);
        return examples.Length;
    }
}
