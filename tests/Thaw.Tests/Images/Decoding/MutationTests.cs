using System.Buffers;
using System.Diagnostics;
using Thaw.Images;

namespace Thaw.Tests.Images.Decoding;

/// <summary>
/// Damaged files become a picture or an <see cref="ImageFormatException"/>; nothing else, soon, and within the memory that the
/// limit allows.
/// </summary>
public sealed class MutationTests
{
    private const int Mutations = 8000;
    private const int MaxPixels = 20_000;

    /// <summary>16 bytes a pixel as the options promise, and what tables, small buffers and zlib take.</summary>
    private const long MaxBytes = 16 * MaxPixels + 400_000;

    /// <summary>A decode takes well below a millisecond; the rest is for a busy machine.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("jpeg", 1)]
    [InlineData("png", 2)]
    [InlineData("bmp", 3)]
    public void Damage_ends_in_a_picture_or_one_kind_of_exception(string folder, ulong seed)
    {
        byte[][] files = [.. FixtureFiles.Manifest(folder).Select(row => FixtureFiles.Read(folder, (string)row[0]))];
        var mutator = new Mutator(seed);
        int pictures = 0;
        int refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] file = files[i % files.Length];
            bool rowsAlone = folder == "png" && i % 2 == 0;
            byte[] bytes = rowsAlone ? mutator.DamagePngRows(file, files) : mutator.Damage(file, files);
            if (folder == "png" && i % 8 != 1)
                Mutator.RepairChecksums(bytes);
            var options = new DecoderOptions { MaxPixels = MaxPixels, MinWidth = i % 3 == 0 ? 5 : null };
            if (Decodes(bytes, options, $"{folder} {i}"))
                pictures++;
            else
                refused++;
        }
        // Damage that is always, or never, noticed would test only half of the code
        Assert.True(pictures > Mutations / 20 && refused > Mutations / 20, $"{pictures} pictures, {refused} refused");
    }

    [Theory]
    [InlineData("jpeg", "baseline-2x2.jpg", 2)]
    [InlineData("jpeg", "progressive-2x2.jpg", 2)]
    [InlineData("jpeg", "restart-2x2.jpg", 2)]
    [InlineData("png", "palette-4.png", 12)]
    [InlineData("png", "palette-8-interlaced.png", 12)]
    [InlineData("bmp", "rgb-24.bmp", 0)]
    [InlineData("bmp", "rle-8.bmp", 0)]
    public void Every_file_that_is_cut_short_is_refused(string folder, string name, int tail)
    {
        byte[] bytes = FixtureFiles.Read(folder, name);
        // The tail is an end marker, or its chunk, which holds no pixels
        for (int length = 0; length < bytes.Length - tail; length++)
        {
            byte[] cut = bytes[..length];
            string what = $"{name} cut to {length} of {bytes.Length} bytes";
            Assert.False(Decodes(cut, DecoderOptions.Default, what), what);
        }
        Assert.True(Decodes(bytes[..^tail], DecoderOptions.Default, name));
    }

    /// <summary>Memory that the pictures of several clients use by turns must not show one's pixels to another, whatever a damaged file leaves out.</summary>
    [Theory]
    [InlineData("jpeg", 4)]
    [InlineData("png", 5)]
    [InlineData("bmp", 6)]
    public void What_borrowed_memory_held_never_shows(string folder, ulong seed)
    {
        byte[][] files = [.. FixtureFiles.Manifest(folder).Select(row => FixtureFiles.Read(folder, (string)row[0]))];
        var mutator = new Mutator(seed);
        int pictures = 0;
        for (int i = 0; i < Mutations / 4; i++)
        {
            byte[] file = files[i % files.Length];
            byte[] bytes = folder == "png" ? mutator.DamagePngRows(file, files) : mutator.Damage(file, files);
            if (Borrowed(bytes, 0x00) is not { } clean)
                continue;
            pictures++;
            Assert.Equal(clean, Borrowed(bytes, 0xFF));
        }
        Assert.True(pictures > Mutations / 40, $"{pictures} pictures");
    }

    /// <summary>The pixels of a file, decoded in memory that is full of a value; null where it is refused.</summary>
    private static byte[]? Borrowed(byte[] bytes, byte value)
    {
        for (int length = 16; length <= 1 << 18; length *= 2)
        {
            byte[][] samples = [.. Enumerable.Range(0, 6).Select(_ => ArrayPool<byte>.Shared.Rent(length))];
            short[][] coefficients = [.. Enumerable.Range(0, 4).Select(_ => ArrayPool<short>.Shared.Rent(length))];
            foreach (byte[] array in samples)
            {
                array.AsSpan().Fill(value);
                ArrayPool<byte>.Shared.Return(array);
            }
            foreach (short[] array in coefficients)
            {
                array.AsSpan().Fill((short)(0x101 * value));
                ArrayPool<short>.Shared.Return(array);
            }
        }
        try
        {
            using Raster raster = ImageDecoder.DecodeRaster(bytes, new DecoderOptions { MaxPixels = MaxPixels, Borrows = true });
            return raster.Pixels.ToArray();
        }
        catch (ImageFormatException)
        {
            return null;
        }
    }

    /// <summary>Whether the bytes became a picture; any exception but the one that is allowed fails the test.</summary>
    private static bool Decodes(byte[] bytes, DecoderOptions options, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        bool decodes;
        try
        {
            Picture picture = ImageDecoder.Decode(bytes, options);
            Assert.True((long)picture.Width * picture.Height <= options.MaxPixels);
            decodes = true;
        }
        catch (ImageFormatException exception)
        {
            Assert.DoesNotContain('\n', exception.Message);
            decodes = false;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{what}: {exception.GetType().Name}", exception);
        }
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(taken <= MaxBytes + bytes.Length, $"{what}: {taken} bytes were taken");
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeLimit, $"{what}: {Stopwatch.GetElapsedTime(start)}");
        return decodes;
    }
}
