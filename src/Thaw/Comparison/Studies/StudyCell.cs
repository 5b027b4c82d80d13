namespace Thaw.Comparison.Studies;

/// <summary>What one comparison of a study gave.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Values">What was measured, by measure; those that were not are missing.</param>
internal sealed record StudyCell(StudyPlace Place, IReadOnlyDictionary<StudyMeasure, StudyEstimate> Values)
{
    /// <summary>The accuracies of the plans, in the comparison's order.</summary>
    public IReadOnlyList<(string Plan, StudyEstimate Accuracy)> Accuracies { get; init; } = [];

    /// <summary>Each plan's accuracy minus frozen's.</summary>
    public IReadOnlyDictionary<string, StudyEstimate> Gains { get; init; } = new Dictionary<string, StudyEstimate>();

    /// <summary>Of full and two-phase, the one with the lower validation loss; empty where neither was trained.</summary>
    public string Chosen { get; init; } = "";

    /// <summary>Whether what is lost is accuracy of a probe on source pictures, and not similarity.</summary>
    public bool IsProbed { get; init; }

    /// <summary>How many trials diverged.</summary>
    public int Diverged { get; init; }

    /// <summary>Seconds of the comparison; NaN where they are not known.</summary>
    public double Seconds { get; init; } = double.NaN;

    /// <summary>A number; <see cref="StudyEstimate.None"/> where it was not measured.</summary>
    public StudyEstimate this[StudyMeasure measure] => Values.TryGetValue(measure, out StudyEstimate value) ? value : StudyEstimate.None;
}
