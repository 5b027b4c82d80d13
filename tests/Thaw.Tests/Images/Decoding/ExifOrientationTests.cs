using Thaw.Images;
using Thaw.Images.Jpeg;

namespace Thaw.Tests.Images.Decoding;

public sealed class ExifOrientationTests
{
    private const string Exif = "457869660000";

    [Theory]
    [InlineData(Exif + "49492A00080000000100120103000100000006000000", 6)] // little-endian
    [InlineData(Exif + "4D4D002A000000080001011200030000000100060000", 6)] // big-endian
    [InlineData(Exif + "4D4D002A0000000800020100000300000001000900000112000300000001000800000000", 8)] // the second entry
    [InlineData(Exif + "4D4D002A000000080001011200030000000100090000", 1)] // no such orientation
    [InlineData(Exif + "4D4D002A000000080001011200040000000100060000", 1)] // not a short
    [InlineData(Exif + "4D4D002A0000000800FF011200", 1)] // ends early
    [InlineData(Exif + "4D4D002AFFFFFFFF0001011200030000000100060000", 1)] // points beyond the segment
    [InlineData(Exif + "4D4D002A0000000E0001011200030000000100060000", 1)] // points into the entry
    [InlineData(Exif + "4142002A000000080001011200030000000100060000", 1)] // neither order
    [InlineData(Exif, 1)]
    public void The_tag_is_found_and_what_is_broken_is_ignored(string segment, int orientation) =>
        Assert.Equal(orientation, ExifOrientation.Parse(Convert.FromHexString(segment)));

    /// <summary>The tag says where the stored first row and first column are shown (CIPA DC-008, section 4.6.4).</summary>
    [Theory]
    [InlineData(1, "abc/def")]
    [InlineData(2, "cba/fed")]
    [InlineData(3, "fed/cba")]
    [InlineData(4, "def/abc")]
    [InlineData(5, "ad/be/cf")]
    [InlineData(6, "da/eb/fc")]
    [InlineData(7, "fc/eb/da")]
    [InlineData(8, "cf/be/ad")]
    public void Pixels_are_turned(int orientation, string expected)
    {
        byte[] stored = [.. "abcdef".SelectMany(letter => new[] { (byte)letter, (byte)(letter + 100), (byte)0 })];
        var raster = new Raster(3, 2, borrowed: false);
        stored.CopyTo(raster.Pixels);
        Picture shown = ExifOrientation.Apply(raster, orientation).ToPicture();
        string[] rows = [.. Enumerable.Range(0, shown.Height).Select(y => Row(shown, y))];
        Assert.Equal(expected, string.Join('/', rows));
    }

    private static string Row(Picture picture, int y)
    {
        IEnumerable<int> starts = Enumerable.Range(y * picture.Width, picture.Width).Select(pixel => 3 * pixel);
        Assert.All(starts, at => Assert.Equal(picture.Pixels[at] + 100, picture.Pixels[at + 1]));
        return string.Concat(starts.Select(at => (char)picture.Pixels[at]));
    }
}
