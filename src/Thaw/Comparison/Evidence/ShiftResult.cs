using Thaw.Comparison.Claims;
using Thaw.Evaluation;
using Thaw.Images.Corruptions;

namespace Thaw.Comparison.Evidence;

/// <summary>
/// How the plans do under shift: on the test pictures corrupted in six ways at five severities each. A plan may win on the test pictures and lose
/// here: fine-tuning distorts pretrained features that would have held out there (A. Kumar and others, "Fine-Tuning can Distort Pretrained Features
/// and Underperform Out-of-Distribution", ICLR 2022).
/// </summary>
public sealed record ShiftResult
{
    /// <summary>Numbers of the test pictures that were corrupted, rising; fewer than all with large networks.</summary>
    public required IReadOnlyList<int> Pictures { get; init; }

    /// <summary>How many test pictures there are.</summary>
    public required int TestPictures { get; init; }

    /// <summary>The plans, in the order of the comparison.</summary>
    public required IReadOnlyList<ShiftPlan> Plans { get; init; }

    /// <summary>Every other plan minus the baseline, and <c>two-phase</c> minus <c>full</c> where both are there.</summary>
    public required IReadOnlyList<ShiftDifference> Differences { get; init; }

    /// <summary>Who is ahead on the test pictures and who under shift, in words.</summary>
    public string Finding => ShiftFinding.Of(this);
}

/// <summary>How a plan does on the test pictures and under shift. All accuracies are shares, 0 to 1, and means over seeds.</summary>
public sealed record ShiftPlan
{
    /// <summary>The plan's name.</summary>
    public required string Plan { get; init; }

    /// <summary>Accuracy on all test pictures as they are, with its 95% interval.</summary>
    public required MetricEstimate Clean { get; init; }

    /// <summary>The mean over corruptions of the mean over severities of the accuracy, with its 95% interval; a picture is drawn with all its versions.</summary>
    public required MetricEstimate Shifted { get; init; }

    /// <summary>Accuracy by corruption, in the order of <see cref="Corruption.All"/>.</summary>
    public required IReadOnlyList<ShiftCurve> Curves { get; init; }
}

/// <summary>A plan's accuracy under one corruption.</summary>
/// <param name="Corruption">The corruption's name.</param>
/// <param name="Accuracies">From severity 1 to 5, the means over seeds.</param>
public sealed record ShiftCurve(string Corruption, IReadOnlyList<double> Accuracies);

/// <summary>One plan's accuracy minus another's, with 95% intervals of the paired differences.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Baseline">The plan that it is compared with.</param>
/// <param name="Clean">On all test pictures as they are.</param>
/// <param name="Shifted">Under shift.</param>
public sealed record ShiftDifference(string Plan, string Baseline, MetricEstimate Clean, MetricEstimate Shifted);
