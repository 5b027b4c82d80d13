using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Thaw.Training;

namespace Thaw.MLNet.Tests;

[Collection(Drawn.Name)]
public sealed class ProgressTests(Pictures pictures)
{
    private static readonly VggOptions TwoPhases = Pictures.Quick with { Plan = Plan.TwoPhase };

    [Fact]
    public void Every_epoch_is_told_in_the_contexts_log()
    {
        var context = new MLContext();
        var log = new List<string>();
        var others = new List<string>();
        context.Log += (_, e) =>
        {
            if (e.Source == "Vgg" && e.Kind == ChannelMessageKind.Info)
                log.Add(e.RawMessage);
            else if (log.Count is > 0 and < 6)
                others.Add(e.Message);
        };
        context.BinaryClassification.Trainers.Vgg(TwoPhases with { Context = context }).Fit(pictures.Data);
        Assert.Empty(others); // looking whether the context was cancelled says nothing
        Assert.Contains(log, line => line.StartsWith("Training 2 classes on 32 pictures, 8 to validate: vgg16-tiny at 32x32, plan two-phase, 4 epochs", StringComparison.Ordinal));
        Assert.Equal(4, log.Count(line => line.StartsWith("Epoch ", StringComparison.Ordinal)));
        Assert.Contains(log, line => line.StartsWith("Epoch 1 of 4 (head): training loss ", StringComparison.Ordinal));
        Assert.Contains(log, line => line.StartsWith("Kept epoch ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_token_stops_training()
    {
        using var stop = new CancellationTokenSource();
        var context = new MLContext();
        context.Log += (_, e) =>
        {
            if (e.RawMessage.StartsWith("Epoch 2", StringComparison.Ordinal))
                stop.Cancel();
        };
        Assert.ThrowsAny<OperationCanceledException>(() =>
            context.BinaryClassification.Trainers.Vgg(TwoPhases with { Context = context, Cancellation = stop.Token }).Fit(pictures.Data));
    }

    [Fact]
    public void The_contexts_own_cancelling_stops_training()
    {
        var context = new MLContext();
        var epochs = new List<string>();
        // What the package Microsoft.ML.Experimental makes public
        MethodInfo cancel = typeof(MLContext).GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic)!;
        context.Log += (_, e) =>
        {
            if (e.RawMessage.StartsWith("Epoch ", StringComparison.Ordinal))
                epochs.Add(e.RawMessage);
            if (epochs.Count == 2)
                cancel.Invoke(context, null);
        };
        Assert.ThrowsAny<OperationCanceledException>(() => context.BinaryClassification.Trainers.Vgg(TwoPhases with { Context = context }).Fit(pictures.Data));
        Assert.Equal(2, epochs.Count);
    }
}
