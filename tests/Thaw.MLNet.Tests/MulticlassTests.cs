using Microsoft.ML;
using Microsoft.ML.Data;
using Thaw.Evaluation;

namespace Thaw.MLNet.Tests;

[Collection(Drawn.Name)]
public sealed class MulticlassTests(Pictures pictures)
{
    private readonly MLContext _context = pictures.Context;

    private EstimatorChain<ITransformer> Pipeline(string column) => _context.Transforms.Conversion.MapValueToKey("Label", column)
        .Append(_context.MulticlassClassification.Trainers.Vgg(Pictures.Quick with { Context = _context }));

    [Fact]
    public void Answers_are_probabilities_and_a_key_with_the_labels_values()
    {
        IDataView data = _context.Data.LoadFromEnumerable(pictures.All), scored = Pipeline("Class").Fit(data).Transform(data);
        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["PredictedLabel"].GetKeyValues(ref names);
        Assert.Equal(["intact", "cracked", "loops"], names.DenseValues().Select(name => name.ToString()));
        scored.Schema["Score"].GetSlotNames(ref names);
        Assert.Equal(["intact", "cracked", "loops"], names.DenseValues().Select(name => name.ToString()));
        uint[] predicted = [.. scored.GetColumn<uint>("PredictedLabel")];
        float[][] scores = [.. scored.GetColumn<float[]>("Score")];
        Assert.All(scores, row => Assert.Equal(1, row.Sum(), 1e-5));
        Assert.Equal(scores.Select(row => (uint)(Array.IndexOf(row, row.Max()) + 1)), predicted);
        Assert.Equal(scored.GetColumn<float[]>("Probability").SelectMany(row => row), scores.SelectMany(row => row));
    }

    [Fact]
    public void Metrics_are_those_of_thaw()
    {
        IDataView data = _context.Data.LoadFromEnumerable(pictures.All), scored = Pipeline("Class").Fit(data).Transform(data);
        MulticlassClassificationMetrics metrics = _context.MulticlassClassification.Evaluate(scored);
        Scorecard own = new Evaluator([.. scored.GetColumn<uint>("Label").Select(label => (int)label - 1)], 3, resamples: 1)
            .Evaluate(scored.GetColumn<float[]>("Score").SelectMany(row => row).ToArray());
        double Of(Metric metric) => own.Estimates.Single(estimate => estimate.Metric == metric).Value;
        Assert.Equal(Of(Metric.MicroAccuracy), metrics.MicroAccuracy, 1e-6);
        Assert.Equal(Of(Metric.MacroAccuracy), metrics.MacroAccuracy, 1e-6);
        Assert.Equal(Of(Metric.LogLoss), metrics.LogLoss, 1e-6);
        Assert.Equal(Of(Metric.LogLossReduction), metrics.LogLossReduction, 1e-6);
    }

    [Fact]
    public void A_saved_pipeline_says_the_same_in_a_process_without_thaw()
    {
        IDataView data = _context.Data.LoadFromEnumerable(pictures.All);
        // Only the picture's path is there when it serves
        ITransformer mapped = _context.Transforms.Conversion.MapValueToKey("Label", "Class").Fit(data);
        IDataView labelled = mapped.Transform(data);
        ITransformer model = _context.MulticlassClassification.Trainers.Vgg(Pictures.Quick with { Context = _context }).Fit(labelled);
        string zip = pictures.At("multiclass.zip");
        _context.Model.Save(model, labelled.Schema, zip);
        StockProcess stock = StockProcess.Run(zip, pictures.At("multiclass-again.zip"), pictures.All.Select(row => row.ImagePath));
        IDataView scored = model.Transform(labelled);
        Assert.Equal(scored.GetColumn<float[]>("Score").SelectMany(row => row), stock.Answers["Score"].SelectMany(row => row).Select(value => (float)value));
        Assert.Equal(scored.GetColumn<uint>("PredictedLabel"), stock.Answers["PredictedLabel"].Select(row => (uint)row.Single()));
    }

    [Fact]
    public void Two_classes_may_be_keys_of_numbers()
    {
        IDataView data = _context.Data.LoadFromEnumerable(pictures.Two.Select(row => new NumberRow { ImagePath = row.ImagePath, Number = row.Label ? 7 : 3 }));
        IDataView scored = Pipeline("Number").Fit(data).Transform(data);
        float[][] scores = [.. scored.GetColumn<float[]>("Score")];
        Assert.All(scores, row => Assert.Equal(2, row.Length));
        // The first key is the first class, 3, so that the second slot is the probability of the second, as with Booleans
        Assert.Equal(pictures.Binary.Transform(pictures.Data).GetColumn<float>("Probability"), scores.Select(row => row[1]), (a, b) => Math.Abs(a - b) < 1e-6);
        VBuffer<int> values = default;
        scored.Schema["PredictedLabel"].GetKeyValues(ref values);
        Assert.Equal([3, 7], values.DenseValues());
        double right = scored.GetColumn<uint>("PredictedLabel").Zip(scored.GetColumn<uint>("Label")).Average(pair => pair.First == pair.Second ? 1.0 : 0);
        Assert.Equal(right, _context.MulticlassClassification.Evaluate(scored).MicroAccuracy, 1e-9);
    }

    private sealed class NumberRow
    {
        public string ImagePath { get; set; } = "";

        public int Number { get; set; }
    }
}
