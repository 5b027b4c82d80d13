using Thaw.Comparison.Studies;
using Thaw.Evaluation;
using Thaw.Kernels;

namespace Thaw.Tests.Comparison.Studies;

/// <summary>Studies made from formulas, so that what they must say is known.</summary>
internal static class SampleStudy
{
    public static readonly double[] Distances = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>20 comparisons on two sets at five distances with 40 and 160 pictures.</summary>
    /// <param name="value">A number's true value at a place; NaN where it is not measured.</param>
    /// <param name="half">Half of every interval's width; the values err by about half of that.</param>
    /// <param name="seed">Of the errors.</param>
    public static IReadOnlyList<StudyCell> Cells(Func<StudyMeasure, StudyPlace, double> value, double half = 0.01, ulong seed = 1)
    {
        var random = new Pcg32(seed);
        var cells = new List<StudyCell>();
        foreach (string set in (string[])["near", "far"])
        {
            foreach (double distance in Distances)
            {
                double shared = random.NextNormal();
                foreach (int pictures in (int[])[40, 160])
                {
                    var place = new StudyPlace(set, distance, pictures);
                    var values = new Dictionary<StudyMeasure, StudyEstimate>();
                    foreach (StudyMeasure measure in StudyMeasure.All)
                    {
                        double seen = value(measure, place) + half / Intervals.Z * (0.6 * shared + 0.8 * random.NextNormal());
                        if (double.IsFinite(seen))
                            values.Add(measure, new StudyEstimate(seen, new Interval(seen - half, seen + half)));
                    }
                    cells.Add(new StudyCell(place, values)
                    {
                        Accuracies = [("frozen", new StudyEstimate(0.8, new Interval(0.77, 0.83))), ("full", new StudyEstimate(0.84, new Interval(0.8, 0.88)))],
                        Gains = values.TryGetValue(StudyMeasure.TwoPhaseGain, out StudyEstimate gain)
                            ? new Dictionary<string, StudyEstimate> { ["two-phase"] = gain, ["from-block5"] = gain } : new Dictionary<string, StudyEstimate>(),
                        Chosen = "full",
                        IsProbed = true,
                        Seconds = 40,
                    });
                }
            }
        }
        return cells;
    }

    /// <summary>A study in which every claim holds.</summary>
    public static double AsClaimed(StudyMeasure measure, StudyPlace place) => measure.Key switch
    {
        "timeRatio" => Math.Log(20),
        "gradientRatio" or "block5OverBlock1" => Math.Log(3),
        "fullMinusFrozen" or "chosenMinusFrozen" or "twoPhaseMinusFrozen" => -0.02 + 0.12 * place.Distance,
        "lastBlockMinusFull" or "block5MinusAll" => 0.01,
        "fullLost" => 0.3,
        "twoPhaseLost" => 0.1,
        "twoPhaseSpared" or "firstEpochLoss" => 0.2,
        "backwardShare" => 0.66,
        _ => 0.05,
    };

    /// <summary>A study of such comparisons.</summary>
    public static ClaimsStudy Of(IReadOnlyList<StudyCell> cells) => new(cells)
    {
        Recipe = "kind: claims\nname: \"<b>\"\n",
        ThawVersion = "0.1.0",
        CommandLine = "thaw run '<claims>.yaml' ```",
        Started = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };
}
