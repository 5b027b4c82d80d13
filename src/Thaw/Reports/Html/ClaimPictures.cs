using Thaw.Comparison;
using Thaw.Comparison.Claims;

namespace Thaw.Reports.Html;

/// <summary>The picture of each claim.</summary>
internal static class ClaimPictures
{
    /// <summary>Draws what a claim rests on; nothing where it was not measured.</summary>
    /// <param name="page">Gets the picture.</param>
    /// <param name="result">The comparison.</param>
    /// <param name="claim">One of its claims.</param>
    public static void Write(HtmlWriter page, ComparisonResult result, Claim claim)
    {
        switch (claim.Number)
        {
            case 3:
                DepthPicture.Write(page, result);
                break;
            case 4:
                HeadPicture.Write(page, result);
                break;
        }
    }
}
