using Thaw.Reports.Runs;

namespace Thaw.Reports.Studies;

/// <summary>What a trial's part of <c>report.json</c> says beside its accuracy; numbers that are missing are NaN.</summary>
internal sealed record StudyTrial
{
    private const int MostBlocks = 100;

    public required ulong Seed { get; init; }

    public required bool Diverged { get; init; }

    /// <summary>Infinity where training diverged.</summary>
    public required double ValidationLoss { get; init; }

    /// <summary>Relative change of block 5's weights over that of block 1's.</summary>
    public required double Moved { get; init; }

    /// <summary>CKA of block 5 after the first epoch of tuning.</summary>
    public required double AfterEpoch { get; init; }

    /// <summary>What was lost of the backbone's features: accuracy of the probe where source pictures were there, else 1 - CKA.</summary>
    public required double Lost { get; init; }

    public required bool IsProbed { get; init; }

    /// <summary>Reads a trial.</summary>
    /// <exception cref="ReportFormatException">It is not as a comparison writes it.</exception>
    public static StudyTrial Read(JsonPart trial)
    {
        JsonPart? drift = trial.Find("drift"), retention = trial.Find("retention");
        bool probed = retention?["from"].Text() == "source", diverged = trial["diverged"].Flag();
        double loss = trial.NumberOf("validationLoss"), lowest = Block(drift, "block1", "change");
        return new StudyTrial
        {
            Seed = trial["seed"].Seed(),
            Diverged = diverged,
            ValidationLoss = diverged || double.IsNaN(loss) ? double.PositiveInfinity : loss,
            Moved = lowest > 0 ? Block(drift, "block5", "change") / lowest : double.NaN,
            AfterEpoch = Block(trial.Find("firstSteps")?.Find("afterEpoch"), "block5", "similarity"),
            Lost = retention is not { } kept ? double.NaN
                : probed ? kept.NumberOf("sourceAccuracyBefore") - kept.NumberOf("sourceAccuracyAfter") : 1 - kept.NumberOf("similarity"),
            IsProbed = probed,
        };
    }

    private static double Block(JsonPart? profile, string name, string number)
    {
        foreach (JsonPart block in profile?["blocks"].Items(MostBlocks) ?? [])
        {
            if (block["block"].Text() == name)
                return block.NumberOf(number);
        }
        return double.NaN;
    }
}
