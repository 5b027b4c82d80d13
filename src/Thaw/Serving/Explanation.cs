using Thaw.Images;
using Thaw.Images.Png;

namespace Thaw.Serving;

/// <summary>
/// Where a model looked: how much each part of a picture speaks for a class, by Grad-CAM (Selvaraju et al. 2017). Thread-safe; nothing in it changes.
/// </summary>
/// <remarks>
/// A map has as many cells as the layer that it was computed at (<see cref="Layer"/>), each of which saw more of the picture than it covers: read it as a hint at
/// a region, not as an outline. It shows what raised the score of a class in this model, not why the class is right.
/// </remarks>
public sealed class Explanation
{
    /// <summary>Shortest and longest side of <see cref="ToPng(Picture)"/>, in pixels.</summary>
    private const int Short = 224, Long = 1024;

    private const string Keyword = "Software", Mark = "Thaw Grad-CAM";
    private readonly HeatGrid _grid;
    private readonly Lazy<float[]> _heat;

    internal Explanation(Prediction prediction, int label, string layer, HeatGrid grid, int width, int height)
    {
        Prediction = prediction;
        Index = label;
        Layer = layer;
        _grid = grid;
        Width = width;
        Height = height;
        _heat = new Lazy<float[]>(Enlarged);
    }

    /// <summary>What the classifier says of the picture: what <see cref="Classifier.Classify(Picture)"/> gives, to the last bit.</summary>
    public Prediction Prediction { get; }

    /// <summary>The name of the class that the heat speaks for.</summary>
    public string Class => Prediction.Probabilities[Index].Class;

    /// <summary>The place of that class in label order, from 0.</summary>
    public int Index { get; }

    /// <summary>The convolution whose output was looked at, behind its ReLU and before any pooling, such as <c>block4_conv3</c>.</summary>
    public string Layer { get; }

    /// <summary>Width of the picture in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the picture in pixels.</summary>
    public int Height { get; }

    /// <summary>
    /// [<see cref="Height"/>, <see cref="Width"/>]: how much each pixel's place speaks for the class, 0 to 1, where 1 is the strongest cell of the map; bilinear
    /// between the centres of cells. Computed when it is first asked for, four bytes a pixel.
    /// </summary>
    public ReadOnlyMemory<float> Heat => _heat.Value;

    /// <summary>Whether no part of the picture speaks for the class, so that the heat is 0 everywhere.</summary>
    public bool IsEmpty => _grid.IsEmpty;

    /// <summary>
    /// Where the heat is strongest, as words: <c>upper left</c>, <c>top</c>, <c>upper right</c>, <c>left</c>, <c>middle</c>, <c>right</c>, <c>lower left</c>,
    /// <c>bottom</c> or <c>lower right</c>, the ninths of a picture; <c>nowhere</c> where the map is empty.
    /// </summary>
    public string Strongest => _grid.Strongest;

    /// <summary>Lays the heat over a picture: the picture in grey, and over it violet for little heat, red for more, yellow for the most.</summary>
    /// <param name="picture">The picture that was explained, at any size; not changed.</param>
    /// <returns>A new picture of the same size.</returns>
    public Picture ToOverlay(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        byte[] pixels = new byte[picture.Pixels.Length];
        _grid.Enlarge(picture.Width, picture.Height, (y, heat) =>
        {
            int start = 3 * y * picture.Width;
            HeatColors.Blend(heat, picture.Pixels.AsSpan(start, 3 * heat.Length), pixels.AsSpan(start, 3 * heat.Length));
        });
        return new Picture(picture.Width, picture.Height, pixels);
    }

    /// <summary>The overlay as a PNG file, for people to look at: at the picture's size, but enlarged to 224 pixels on the shorter side, and with at most 1,024 on
    /// the longer one, whatever that makes of the shorter.</summary>
    /// <param name="picture">The picture that was explained, at any size; not changed.</param>
    /// <returns>A whole file, which <see cref="IsExplanation"/> knows again.</returns>
    public byte[] ToPng(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        double scale = Math.Max(1, (double)Short / Math.Min(picture.Width, picture.Height));
        scale = Math.Min(scale, (double)Long / Math.Max(picture.Width, picture.Height));
        Picture sized = Resizing.ToSize(picture, Side(picture.Width, scale), Side(picture.Height, scale));
        return PngEncoder.Encode(ToOverlay(sized), Keyword, Mark);
    }

    /// <summary>As <see cref="ToPng(Picture)"/>, for the file that was explained.</summary>
    /// <param name="encoded">The bytes of a whole JPEG, PNG or BMP file.</param>
    /// <exception cref="ImageFormatException">The bytes are not a picture that can be read.</exception>
    public byte[] ToPng(ReadOnlySpan<byte> encoded)
    {
        ImageHeader header = ImageDecoder.ReadHeader(encoded);
        bool wide = header.Width >= header.Height;
        return ToPng(ImageDecoder.Decode(encoded, new DecoderOptions { MinWidth = wide ? Long : null, MinHeight = wide ? null : Long }));
    }

    /// <summary>Whether a file is one that <see cref="ToPng(Picture)"/> made, so that another may take its place.</summary>
    /// <param name="file">The file, or its first 256 bytes.</param>
    public static bool IsExplanation(ReadOnlySpan<byte> file) => PngEncoder.IsMarked(file, Keyword, Mark);

    private static int Side(int side, double scale) => Math.Max(1, (int)Math.Round(side * scale));

    private float[] Enlarged()
    {
        float[] heat = new float[checked(Width * Height)];
        _grid.Enlarge(Width, Height, (y, row) => row.CopyTo(heat, y * Width));
        return heat;
    }
}
