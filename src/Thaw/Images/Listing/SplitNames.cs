namespace Thaw.Images.Listing;

/// <summary>The names that folders and CSV files use for the parts of a split; case does not matter.</summary>
internal static class SplitNames
{
    /// <summary>The part that a name stands for, or null.</summary>
    public static SplitPart? Parse(string name) => name.ToLowerInvariant() switch
    {
        "train" or "training" => SplitPart.Train,
        "val" or "valid" or "validation" => SplitPart.Validation,
        "test" or "testing" => SplitPart.Test,
        _ => null,
    };

    /// <summary>The name of a part in messages.</summary>
    public static string Of(SplitPart part) => part switch
    {
        SplitPart.Train => "train",
        SplitPart.Validation => "validation",
        _ => "test",
    };
}
