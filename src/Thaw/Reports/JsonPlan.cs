using System.Text.Json;
using Thaw.Comparison;
using Thaw.Evaluation;

using Thaw.Training;

namespace Thaw.Reports;

/// <summary>The parts of <c>report.json</c> that belong to a plan.</summary>
internal static class JsonPlan
{
    public static void Write(Utf8JsonWriter json, PlanResult plan, ComparisonResult result)
    {
        int classes = result.Data.Classes.Count;
        int[] labels = [.. result.Test.Labels];
        ReadOnlySpan<float> kept = plan.ChosenTrial.TestProbabilities.Span;
        json.WriteStartObject();
        json.WriteString("name", plan.Plan);
        json.WriteString("description", plan.Description);
        json.WriteString("modelFile", plan.ModelFile);
        json.WriteNumber("chosenSeed", plan.ChosenTrial.Seed);
        json.WriteStartObject("cost");
        json.WriteNumber("trainableParameters", plan.Cost.TrainableParameters);
        json.WriteNumber("totalParameters", plan.Cost.TotalParameters);
        JsonReport.WriteValue(json, "forwardFlopsPerPicture", plan.Cost.ForwardFlopsPerPicture);
        JsonReport.WriteValue(json, "backwardFlopsPerPicture", plan.Cost.BackwardFlopsPerPicture);
        json.WriteEndObject();
        JsonReport.WriteEstimates(json, plan.Metrics);
        WriteMatrix(json, new ConfusionMatrix(labels, kept, classes, plan.ChosenTrial.Threshold));
        if (classes == 2)
        {
            float[] positive = new float[labels.Length];
            for (int i = 0; i < positive.Length; i++)
                positive[i] = kept[2 * i + 1];
            WriteCurve(json, "rocCurve", "falsePositiveRate", "truePositiveRate", Curves.Roc(labels, positive));
            WriteCurve(json, "precisionRecallCurve", "recall", "precision", Curves.PrecisionRecall(labels, positive));
        }
        JsonCalibration.Write(json, plan.Calibration);
        json.WriteStartArray("trials");
        foreach (TrialResult trial in plan.Trials)
            WriteTrial(json, trial, labels, classes);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteTiming(Utf8JsonWriter json, PlanResult plan)
    {
        json.WriteStartObject();
        json.WriteString("name", plan.Plan);
        JsonReport.WriteValue(json, "secondsPerEpoch", plan.Timing.SecondsPerEpoch);
        JsonReport.WriteValue(json, "secondsForward", plan.Timing.SecondsForward);
        JsonReport.WriteValue(json, "secondsBackward", plan.Timing.SecondsBackward);
        JsonReport.WriteValue(json, "secondsTotal", plan.Timing.SecondsTotal);
        JsonReport.WriteValue(json, "estimatedSeconds", plan.Timing.EstimatedSeconds);
        JsonReport.WriteValue(json, "measuredSeconds", plan.Timing.MeasuredSeconds);
        JsonReport.WriteValue(json, "estimateRatio", plan.Timing.EstimateRatio);
        json.WriteNumber("peakBytes", plan.Timing.PeakBytes);
        json.WriteStartArray("trials");
        foreach (TrialResult trial in plan.Trials)
        {
            json.WriteStartObject();
            json.WriteNumber("seed", trial.Seed);
            JsonReport.WriteValue(json, "seconds", trial.Seconds);
            json.WriteStartArray("epochSeconds");
            foreach (EpochRow row in trial.History)
                json.WriteNumberValue(double.IsFinite(row.Seconds) ? Math.Round(row.Seconds, 10) : 0);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTrial(Utf8JsonWriter json, TrialResult trial, int[] labels, int classes)
    {
        json.WriteStartObject();
        json.WriteNumber("seed", trial.Seed);
        json.WriteBoolean("diverged", trial.Diverged);
        json.WriteNumber("bestEpoch", trial.BestEpoch);
        JsonReport.WriteValue(json, "validationLoss", trial.ValidationLoss);
        JsonReport.WriteValue(json, "validationAccuracy", trial.ValidationAccuracy);
        JsonReport.WriteValue(json, "threshold", trial.Threshold);
        JsonReport.WriteValue(json, "temperature", trial.Temperature);
        json.WriteStartObject("metrics");
        double[] values = TrialMetrics.Of(labels, trial, classes);
        for (int m = 0; m < values.Length; m++)
            JsonReport.WriteValue(json, Metrics.NameOf(Metrics.Of(classes)[m]), values[m]);
        json.WriteEndObject();
        JsonDrift.Write(json, trial.Evidence);
        JsonRetention.Write(json, trial.Evidence?.Retention);
        json.WriteStartArray("history");
        foreach (EpochRow row in trial.History)
        {
            json.WriteStartObject();
            json.WriteString("phase", row.Phase);
            json.WriteNumber("epoch", row.Epoch);
            JsonReport.WriteValue(json, "learningRate", row.LearningRate);
            JsonReport.WriteValue(json, "trainLoss", row.TrainLoss);
            JsonReport.WriteValue(json, "trainAccuracy", row.TrainAccuracy);
            JsonReport.WriteValue(json, "validationLoss", row.ValidationLoss);
            JsonReport.WriteValue(json, "validationAccuracy", row.ValidationAccuracy);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMatrix(Utf8JsonWriter json, ConfusionMatrix matrix)
    {
        json.WriteStartArray("confusionMatrix");
        for (int truth = 0; truth < matrix.Classes; truth++)
        {
            json.WriteStartArray();
            for (int told = 0; told < matrix.Classes; told++)
                json.WriteNumberValue(matrix[truth, told]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void WriteCurve(Utf8JsonWriter json, string name, string x, string y, IReadOnlyList<CurvePoint> curve)
    {
        json.WriteStartArray(name);
        foreach (CurvePoint point in curve)
        {
            json.WriteStartObject();
            JsonReport.WriteValue(json, x, point.X);
            JsonReport.WriteValue(json, y, point.Y);
            JsonReport.WriteValue(json, "threshold", point.Threshold);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
