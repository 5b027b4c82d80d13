namespace Thaw.Training.Rates;

/// <summary>Which of the learning rates that plans have in common; see <see cref="PlanSettings"/>.</summary>
public enum RateKind
{
    /// <summary>While only the head trains: <see cref="PlanSettings.HeadRate"/>.</summary>
    Head,

    /// <summary>Where the last block trains with the head from the start: <see cref="PlanSettings.BlockRate"/>.</summary>
    Block,

    /// <summary>Of more layers of the backbone that train from the start: <see cref="PlanSettings.TuningRate"/>.</summary>
    Tuning,

    /// <summary>Of the backbone once the head has been trained: <see cref="PlanSettings.GentleRate"/>.</summary>
    Gentle,
}
