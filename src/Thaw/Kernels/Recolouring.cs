using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Thaw.Kernels;

/// <summary>Colours of RGB pixels, in integers: every way to compute them gives the same bytes.</summary>
internal static class Recolouring
{
    /// <summary>Bits after the point of a factor.</summary>
    public const int FactorBits = 14;

    /// <summary>The sum of the pixels' greys.</summary>
    /// <param name="pixels">[count, 3].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long GreySum(ReadOnlySpan<byte> pixels)
    {
        long sum = 0;
        int i = 0;
        if (Vector128.IsHardwareAccelerated && BitConverter.IsLittleEndian)
        {
            ref byte first = ref MemoryMarshal.GetReference(pixels);
            int last = pixels.Length - Vector128<byte>.Count;
            while (i <= last)
            {
                Vector128<int> sums = Vector128<int>.Zero; // which has room for eight million greys a lane
                for (int end = Math.Min(last, i + (12 << 20)); i <= end; i += 12)
                {
                    (Vector128<int> red, Vector128<int> green, Vector128<int> blue) = Split(Vector128.LoadUnsafe(ref first, (nuint)i));
                    sums += Grey(red, green, blue);
                }
                sum += Vector128.Sum(sums);
            }
        }
        for (; i + 2 < pixels.Length; i += 3)
            sum += Grey(pixels[i], pixels[i + 1], pixels[i + 2]);
        return sum;
    }

    /// <summary>Each sample p of a pixel of grey g becomes (own p + grey g + constant) >> <see cref="FactorBits"/>, held in 0 to 255.</summary>
    /// <param name="pixels">[count, 3]; changed.</param>
    /// <param name="own">Below 2^17 in size, as the others.</param>
    /// <param name="grey">The grey's factor.</param>
    /// <param name="constant">Added before the shift; at most 2^30 in size.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Span<byte> pixels, int own, int grey, int constant)
    {
        int i = 0;
        if (Vector128.IsHardwareAccelerated && BitConverter.IsLittleEndian)
        {
            ref byte first = ref MemoryMarshal.GetReference(pixels);
            for (; i + Vector128<byte>.Count <= pixels.Length; i += 12)
            {
                (Vector128<int> red, Vector128<int> green, Vector128<int> blue) = Split(Vector128.LoadUnsafe(ref first, (nuint)i));
                Vector128<int> shared = Grey(red, green, blue) * grey + Vector128.Create(constant);
                Vector128<int> packed = Clip(red * own + shared) | (Clip(green * own + shared) << 8) | (Clip(blue * own + shared) << 16);
                Vector128<byte> bytes = Vector128.Shuffle(packed.AsByte(), Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255));
                BinaryPrimitives.WriteUInt64LittleEndian(pixels[i..], bytes.AsUInt64()[0]);
                BinaryPrimitives.WriteUInt32LittleEndian(pixels[(i + 8)..], bytes.AsUInt32()[2]);
            }
        }
        for (; i + 2 < pixels.Length; i += 3)
        {
            int shared = grey * Grey(pixels[i], pixels[i + 1], pixels[i + 2]) + constant;
            pixels[i] = Clip(own * pixels[i] + shared);
            pixels[i + 1] = Clip(own * pixels[i + 1] + shared);
            pixels[i + 2] = Clip(own * pixels[i + 2] + shared);
        }
    }

    // Four pixels, a colour a vector
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<int> Red, Vector128<int> Green, Vector128<int> Blue) Split(Vector128<byte> pixels) => (
        Vector128.Shuffle(pixels, Vector128.Create((byte)0, 255, 255, 255, 3, 255, 255, 255, 6, 255, 255, 255, 9, 255, 255, 255)).AsInt32(),
        Vector128.Shuffle(pixels, Vector128.Create((byte)1, 255, 255, 255, 4, 255, 255, 255, 7, 255, 255, 255, 10, 255, 255, 255)).AsInt32(),
        Vector128.Shuffle(pixels, Vector128.Create((byte)2, 255, 255, 255, 5, 255, 255, 255, 8, 255, 255, 255, 11, 255, 255, 255)).AsInt32());

    /// <summary>Luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B, in 256ths.</summary>
    private static int Grey(int red, int green, int blue) => (77 * red + 150 * green + 29 * blue + 128) >> 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Grey(Vector128<int> red, Vector128<int> green, Vector128<int> blue) =>
        (red * 77 + green * 150 + blue * 29 + Vector128.Create(128)) >> 8;

    private static byte Clip(int value) => (byte)Math.Clamp(value >> FactorBits, 0, 255);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Clip(Vector128<int> value) =>
        Vector128.Min(Vector128.Max(value >> FactorBits, Vector128<int>.Zero), Vector128.Create(255));
}
