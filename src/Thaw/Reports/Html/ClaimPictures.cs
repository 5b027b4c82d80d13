using Thaw.Comparison;
using Thaw.Comparison.Claims;

namespace Thaw.Reports.Html;

/// <summary>The picture of each claim.</summary>
internal static class ClaimPictures
{
    public static void Write(HtmlWriter page, ComparisonResult result, Claim claim)
    {
        switch (claim.Number)
        {
            case 5:
                ForgettingPicture.Write(page, result);
                break;
        }
    }
}
