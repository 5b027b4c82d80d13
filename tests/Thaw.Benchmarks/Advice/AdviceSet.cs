namespace Thaw.Benchmarks.Advice;

/// <summary>A set of pictures on which advice is held against what came true.</summary>
/// <param name="Name">Its name, for files too.</param>
/// <param name="Family">Where the pictures come from.</param>
/// <param name="Make">Makes what <c>thaw compare</c> is given: the path to make it at comes in, the path that was made goes out.</param>
/// <param name="Train">Training pictures of each class; 0 where a split decides.</param>
/// <param name="Options">More options of <c>thaw compare</c>.</param>
/// <param name="Splits">How many splits of the pictures are taken; 1 where the set fixes its parts.</param>
internal sealed record AdviceSet(string Name, string Family, Func<string, string> Make, int Train, string[] Options, int Splits = 1)
{
    /// <summary>The seeds, as an option: small sets have more luck in them and take less time.</summary>
    public string Seeds => Splits > 1 ? "1,2" : Train >= 200 ? "1,2,3" : "1,2,3,4,5";
}
