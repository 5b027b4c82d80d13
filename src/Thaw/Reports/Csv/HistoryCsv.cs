using Thaw.Comparison;

using Thaw.Training;

namespace Thaw.Reports.Csv;

/// <summary><c>history.csv</c>: a row for each plan, seed and epoch.</summary>
internal static class HistoryCsv
{
    /// <summary>
    /// Writes the columns plan, seed, phase, epoch, learningRate, trainLoss, trainAccuracy, validationLoss, validationAccuracy
    /// and seconds (the one that differs between runs of one recipe).
    /// </summary>
    /// <param name="result">A comparison.</param>
    /// <param name="stream">Written to and left open.</param>
    public static void Write(ComparisonResult result, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(stream);
        Write(from plan in result.Plans from trial in plan.Trials from row in trial.History select (plan.Plan, trial.Seed, row), stream);
    }

    /// <summary>Writes the same columns for epochs that are done so far.</summary>
    /// <param name="rows">The epochs.</param>
    /// <param name="stream">Written to and left open.</param>
    public static void Write(IEnumerable<(string Plan, ulong Seed, EpochRow Row)> rows, Stream stream)
    {
        using var csv = new CsvWriter(stream);
        foreach (string column in (string[])
            ["plan", "seed", "phase", "epoch", "learningRate", "trainLoss", "trainAccuracy", "validationLoss", "validationAccuracy", "seconds"])
            csv.Field(column);
        csv.EndRow();
        foreach ((string plan, ulong seed, EpochRow row) in rows)
        {
            csv.Text(plan).Field(Figures.Whole(seed)).Text(row.Phase).Field(Figures.Whole(row.Epoch)).Number(row.LearningRate)
                .Number(row.TrainLoss).Number(row.TrainAccuracy).Number(row.ValidationLoss).Number(row.ValidationAccuracy)
                .Number(row.Seconds).EndRow();
        }
    }
}
