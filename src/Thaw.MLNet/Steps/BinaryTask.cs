using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Thaw.Evaluation;
using Thaw.MLNet.Rows;

namespace Thaw.MLNet.Steps;

/// <summary>Two classes with Booleans as labels; true is the positive class.</summary>
internal sealed class BinaryTask : ILabelTask
{
    public string GraphOutput => DefaultNames.Score;

    public IReadOnlyList<string> ClassesOf(DataViewSchema.Column label)
    {
        Check(label.Name, label.Type, isKey: false, isScalar: true);
        return ["false", "true"];
    }

    public Func<int> Reader(DataViewRow row, DataViewSchema.Column label)
    {
        ValueGetter<bool> get = row.GetGetter<bool>(label);
        bool value = false;
        return () =>
        {
            get(ref value);
            return value ? 1 : 0;
        };
    }

    public void Check(string name, DataViewType type, bool isKey, bool isScalar)
    {
        if (type is not BooleanDataViewType || isKey || !isScalar)
            throw new ArgumentException($"Column '{name}' should be a Boolean, true for the positive class, got {type}; map it, or train with MulticlassClassification.Trainers.Vgg on keys.");
    }

    // A linear model with the weight 1 makes a number of the vector of one logit, and has the threshold; a calibrator makes the probability
    public ITransformer[] Answers(MLContext context, DataViewSchema.Column label, VectorDataViewType graph, float threshold)
    {
        var rows = new MemoryView(2, MemoryColumn.Vector(GraphOutput, graph, row => [1 - row]), new MemoryColumn(DefaultNames.Label, BooleanDataViewType.Instance, (int _) => true));
        BinaryPredictionTransformer<LinearBinaryModelParameters> score = UnitScore.Trainer(context, GraphOutput).Fit(rows);
        if (score.Model.Weights is not [1f] || score.Model.Bias != 0)
            throw UnitScore.Failed();
        if (threshold != Decision.Threshold)
            score = context.BinaryClassification.ChangeModelThreshold(score, ScoreBelow(threshold));
        return [score, context.BinaryClassification.Calibrators.Platt(slope: -1, offset: 0).Fit(score.Transform(rows))];
    }

    public IEstimator<ITransformer> AnswerEstimator(MLContext context, string labelColumnName) =>
        context.BinaryClassification.Trainers.AveragedPerceptron(labelColumnName, GraphOutput).Append(context.BinaryClassification.Calibrators.Platt(slope: -1, offset: 0));

    // ML.NET tells the positive class above its threshold, Thaw from it on
    private static float ScoreBelow(float threshold) =>
        MathF.BitDecrement(Math.Clamp((float)Math.Log(threshold / (1.0 - threshold)), float.MinValue / 2, float.MaxValue / 2));
}
