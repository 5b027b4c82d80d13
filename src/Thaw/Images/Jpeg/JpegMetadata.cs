namespace Thaw.Images.Jpeg;

/// <summary>What the application segments say: JFIF, Adobe's colour transform, EXIF's orientation.</summary>
internal sealed class JpegMetadata
{
    private bool _isJfif;
    private int _adobeTransform = -1;
    private int _orientation;

    /// <summary>EXIF orientation, 1 to 8; 1 where there is none.</summary>
    public int Orientation => Math.Max(_orientation, 1);

    /// <summary>Takes a segment; unknown ones are ignored.</summary>
    public void Take(byte marker, ReadOnlySpan<byte> data)
    {
        if (marker == Marker.App0 && data.StartsWith("JFIF\0"u8))
            _isJfif = true;
        else if (marker == Marker.App14 && data.Length >= 12 && data.StartsWith("Adobe"u8))
            _adobeTransform = data[11];
        else if (marker == Marker.App1 && _orientation == 0 && data.StartsWith("Exif\0"u8))
            _orientation = ExifOrientation.Parse(data);
    }

    /// <summary>
    /// Which colours the components are. No standard says it in full; these are libjpeg's rules: JFIF means YCbCr, else Adobe's
    /// segment decides, else the components' names do.
    /// </summary>
    public JpegColor ColorOf(JpegFrame frame)
    {
        JpegComponent[] components = frame.Components;
        if (components.Length == 1)
            return JpegColor.Grey;
        if (components.Length == 4)
            return _adobeTransform == 2 ? JpegColor.Ycck : JpegColor.Cmyk;
        if (_isJfif)
            return JpegColor.YCbCr;
        if (_adobeTransform >= 0)
            return _adobeTransform == 0 ? JpegColor.Rgb : JpegColor.YCbCr;
        return components[0].Id == 'R' && components[1].Id == 'G' && components[2].Id == 'B' ? JpegColor.Rgb : JpegColor.YCbCr;
    }
}
