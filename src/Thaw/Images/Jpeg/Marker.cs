namespace Thaw.Images.Jpeg;

/// <summary>Marker codes: the byte after 0xFF (ITU T.81, table B.1).</summary>
internal static class Marker
{
    /// <summary>Baseline frame.</summary>
    public const byte Sof0 = 0xC0;

    /// <summary>Extended sequential frame, Huffman coding.</summary>
    public const byte Sof1 = 0xC1;

    /// <summary>Progressive frame, Huffman coding.</summary>
    public const byte Sof2 = 0xC2;

    /// <summary>Huffman tables.</summary>
    public const byte Dht = 0xC4;

    /// <summary>Reserved for extensions; not a frame.</summary>
    public const byte Jpg = 0xC8;

    /// <summary>Arithmetic coding conditioning; not a frame.</summary>
    public const byte Dac = 0xCC;

    /// <summary>The last of the frame markers.</summary>
    public const byte Sof15 = 0xCF;

    /// <summary>The first of eight restart markers.</summary>
    public const byte Rst0 = 0xD0;

    /// <summary>The last restart marker.</summary>
    public const byte Rst7 = 0xD7;

    /// <summary>Start of image.</summary>
    public const byte Soi = 0xD8;

    /// <summary>End of image.</summary>
    public const byte Eoi = 0xD9;

    /// <summary>Start of scan.</summary>
    public const byte Sos = 0xDA;

    /// <summary>Quantization tables.</summary>
    public const byte Dqt = 0xDB;

    /// <summary>Restart interval.</summary>
    public const byte Dri = 0xDD;

    /// <summary>JFIF.</summary>
    public const byte App0 = 0xE0;

    /// <summary>EXIF.</summary>
    public const byte App1 = 0xE1;

    /// <summary>Adobe's colour transform.</summary>
    public const byte App14 = 0xEE;

    /// <summary>Temporary marker without parameters.</summary>
    public const byte Tem = 0x01;

    /// <summary>Whether the marker opens a frame: SOF0 to SOF15 without DHT, JPG and DAC.</summary>
    public static bool IsFrame(byte code) => code is >= Sof0 and <= Sof15 and not (Dht or Jpg or Dac);

    /// <summary>Whether the marker stands alone, without a length (section B.1.1.3).</summary>
    public static bool StandsAlone(byte code) => code is Tem or (>= Rst0 and <= Eoi);
}
