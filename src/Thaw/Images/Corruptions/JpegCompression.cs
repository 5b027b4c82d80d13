using Thaw.Images.Jpeg;

namespace Thaw.Images.Corruptions;

/// <summary>
/// What comes back of a picture that is written as JPEG and read again: colours at half the resolution (4:2:0), coefficients rounded to
/// the steps that ITU T.81, annex K.1, gives as examples, scaled by the quality as libjpeg does. Coding and decoding bits loses nothing and is
/// left out. Reading smooths the colours as <see cref="Upsampler"/> does.
/// </summary>
internal sealed class JpegCompression() : Corruption("jpeg", "JPEG compression with a quality of 65, 58, 50, 40 or 25, colours at half the resolution")
{
    private static readonly int[] Qualities = [65, 58, 50, 40, 25];

    private protected override void Change(
        ReadOnlySpan<byte> rgb, int width, int height, int level, (ulong Seed, ulong Picture) draw, Span<byte> target)
    {
        JpegPlanes planes = JpegPlanes.Of(rgb, width, height);
        ushort[] luma = JpegQuantization.Luma(Qualities[level]), chroma = JpegQuantization.Chroma(Qualities[level]);
        Compress(planes.Luma, planes.LumaStride, luma);
        Compress(planes.Blue, planes.ChromaStride, chroma);
        Compress(planes.Red, planes.ChromaStride, chroma);
        planes.ToRgb(width, height, target);
    }

    // Each block of 8x8 samples to coefficients, these to their steps, and back
    private static void Compress(byte[] plane, int stride, ushort[] steps)
    {
        Span<short> coefficients = stackalloc short[64];
        Span<int> workspace = stackalloc int[64];
        for (int top = 0; top < plane.Length; top += 8 * stride)
        {
            for (int left = 0; left < stride; left += 8)
            {
                Span<byte> samples = plane.AsSpan(top + left);
                ForwardDct.Transform(samples, stride, steps, coefficients, workspace);
                InverseDct.Transform(coefficients, steps, 63, samples, stride, 8, 8, workspace);
            }
        }
    }
}
