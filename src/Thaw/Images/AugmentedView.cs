using Thaw.Kernels;

namespace Thaw.Images;

/// <summary>
/// What one view of a picture shows. Everything that reaches a pixel is an integer: places have 16 bits after the point,
/// colour factors 14.
/// </summary>
internal readonly struct AugmentedView
{
    private const int One = 1 << Recolouring.FactorBits;

    private readonly bool _flip;
    private readonly double _side;
    private readonly double _left;
    private readonly double _top;
    private readonly double _brightness;
    private readonly double _contrast;
    private readonly double _saturation;

    private AugmentedView(Augmentation range, ref Pcg32 random)
    {
        // Every number is drawn whether or not it is used, so that switching one change on leaves the others as they were
        _flip = (random.NextUInt() >> 31) != 0 && range.HorizontalFlip;
        double area = range.CropScale + (1 - range.CropScale) * random.NextFloat();
        _side = Math.Sqrt(area);
        _left = (1 - _side) * random.NextFloat();
        _top = (1 - _side) * random.NextFloat();
        _brightness = 1 + range.Brightness * (2 * random.NextFloat() - 1);
        _contrast = 1 + range.Contrast * (2 * random.NextFloat() - 1);
        _saturation = 1 + range.Saturation * (2 * random.NextFloat() - 1);
    }

    /// <summary>Draws a view; the picture and the view pick the stream, the seed the place in it.</summary>
    public static AugmentedView Draw(Augmentation range, ulong seed, ulong pictureIndex, ulong view)
    {
        var random = new Pcg32(Mix(seed ^ Mix(view)), Mix(pictureIndex));
        return new AugmentedView(range, ref random);
    }

    /// <summary>Renders the view; both spans hold <c>3 * width * height</c> bytes.</summary>
    public void Render(ReadOnlySpan<byte> source, int width, int height, Span<byte> target)
    {
        if (_side == 1)
            Copy(source, width, height, target);
        else
            Enlarge(source, width, height, target);
        Recolour(target);
    }

    private void Copy(ReadOnlySpan<byte> source, int width, int height, Span<byte> target)
    {
        if (!_flip)
        {
            source.CopyTo(target);
            return;
        }
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> from = source.Slice(3 * y * width, 3 * width);
            Span<byte> to = target.Slice(3 * y * width, 3 * width);
            for (int x = 0, mirrored = 3 * (width - 1); mirrored >= 0; x += 3, mirrored -= 3)
            {
                to[mirrored] = from[x];
                to[mirrored + 1] = from[x + 1];
                to[mirrored + 2] = from[x + 2];
            }
        }
    }

    /// <summary>
    /// Bilinear: target pixel x shows the source at left + (x + 1/2) * side - 1/2, held inside the picture. The crop is never
    /// larger than the result, so there is nothing to average.
    /// </summary>
    private void Enlarge(ReadOnlySpan<byte> source, int width, int height, Span<byte> target)
    {
        long step = (long)(_side * (1 << Bilinear.PlaceBits));
        long left = (long)((_left * width + 0.5 * _side - 0.5) * (1 << Bilinear.PlaceBits));
        long top = (long)((_top * height + 0.5 * _side - 0.5) * (1 << Bilinear.PlaceBits));
        Bilinear.Enlarge(source, width, height, left, top, step, _flip, target);
    }

    /// <summary>
    /// Brightness b, contrast c and saturation s, one after the other, are one linear step, since grey is linear and its
    /// weights add up to one: <c>s c b p + (1 - s) c b grey(p) + (1 - c) b mean</c>. Clipped once, at the end.
    /// </summary>
    private void Recolour(Span<byte> pixels)
    {
        if (_brightness == 1 && _contrast == 1 && _saturation == 1)
            return;
        int own = Fixed(_saturation * _contrast * _brightness);
        int grey = Fixed((1 - _saturation) * _contrast * _brightness);
        int constant = One / 2;
        if (_contrast != 1)
            constant += (int)(Recolouring.GreySum(pixels) / (pixels.Length / 3.0) * (1 - _contrast) * _brightness * One);
        Recolouring.Apply(pixels, own, grey, constant);
    }

    private static int Fixed(double factor) => (int)Math.Floor(factor * One + 0.5);

    /// <summary>Spreads every bit of a number over all others: the last step of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
