namespace Thaw.MLNet.Steps;

/// <summary>ML.NET's usual names of columns, two of which Thaw's graphs have too.</summary>
internal static class DefaultNames
{
    public const string Label = "Label", Score = "Score", Probability = "Probability";
}
