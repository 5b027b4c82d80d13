// What stands between the marks is what docs/mlnet.md shows: it compiles and runs, and GuideTests compares the texts.
// begin
using Microsoft.ML;
using Thaw.MLNet;
using Thaw.Training;

// end
namespace Thaw.MLNet.Tests;

internal static class GuideSnippet
{
    // begin
    public class Deck { public string ImagePath { get; set; } = ""; public bool Label { get; set; } }
    public class Answer { public bool PredictedLabel { get; set; } public float Probability { get; set; } public float Score { get; set; } }

    // end
    public static double Train(IReadOnlyList<Deck> rows)
    {
        // begin
        var mlContext = new MLContext(seed: 1);
        mlContext.Log += (_, e) => { if (e.Source == "Vgg") Console.WriteLine(e.RawMessage); }; // Epoch 3 of 25 (everything): training loss ...
        IDataView decks = mlContext.Data.LoadFromEnumerable(rows); // paths and labels
        var parts = mlContext.Data.TrainTestSplit(decks, 0.2);

        var trainer = mlContext.BinaryClassification.Trainers.Vgg(new VggOptions { Context = mlContext, Plan = Plan.TwoPhase });
        ITransformer model = trainer.Fit(parts.TrainSet);

        var metrics = mlContext.BinaryClassification.Evaluate(model.Transform(parts.TestSet));
        mlContext.Model.Save(model, decks.Schema, "decks.zip");

        // anywhere else, with ML.NET's packages alone
        ITransformer loaded = new MLContext().Model.Load("decks.zip", out _);
        using var engine = mlContext.Model.CreatePredictionEngine<Deck, Answer>(loaded);
        Console.WriteLine(engine.Predict(rows[0]).Probability);
        // end
        return metrics.Accuracy;
    }

    public static ITransformer Featurize(MLContext mlContext, IDataView decks)
    {
        // begin
        var pipeline = mlContext.Transforms.VggFeatures("Features", "ImagePath", "vgg16-tiny")
            .AppendCacheCheckpoint(mlContext) // or ML.NET featurizes again in every pass
            .Append(mlContext.BinaryClassification.Trainers.LbfgsLogisticRegression());
        // end
        return pipeline.Fit(decks);
    }
}
