using Thaw.Images;
using Thaw.Images.Png;

namespace Thaw.Reports.Html;

/// <summary>Pictures inside a page.</summary>
internal static class InlinePicture
{
    /// <summary>An element that holds a picture as PNG; where it cannot be read, one that says so.</summary>
    /// <param name="picture">Gives it.</param>
    /// <param name="side">Its longest side in the page, in pixels.</param>
    /// <param name="alternative">What is to be seen.</param>
    public static string Of(Func<Picture> picture, int side, string alternative)
    {
        try
        {
            string data = Convert.ToBase64String(PngEncoder.Encode(Smaller(picture(), side)));
            return $"<img alt=\"{HtmlWriter.Escape(alternative)}\" src=\"data:image/png;base64,{data}\">";
        }
        catch (Exception exception) when (exception is IOException or ImageFormatException or UnauthorizedAccessException)
        {
            return "<div class=\"gone\">picture not there</div>";
        }
    }

    /// <summary>A picture whose sides are at most so long.</summary>
    public static Picture Smaller(Picture picture, int side)
    {
        double scale = (double)side / Math.Max(picture.Width, picture.Height);
        return scale >= 1
            ? picture
            : Resizing.ToSize(picture, Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
    }
}
