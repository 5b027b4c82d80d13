namespace Thaw.Training;

/// <summary>Where a network's input comes from: pictures, or features that frozen layers gave for them before.</summary>
internal interface IBatchSource : IDisposable
{
    /// <summary>How many examples there are.</summary>
    int Count { get; }

    /// <summary>Whether filling takes so long that it is worth a thread that works ahead.</summary>
    bool IsSlow { get; }

    /// <summary>Writes the inputs of some examples, one after the other.</summary>
    /// <param name="examples">Indices of examples.</param>
    /// <param name="view">Which augmented view, 0 to the phase's number of views - 1.</param>
    /// <param name="target">One input an example; overwritten.</param>
    void Fill(ReadOnlySpan<int> examples, int view, Span<float> target);
}
