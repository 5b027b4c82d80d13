using System.Diagnostics;
using Thaw.Images;

namespace Thaw.Tests.Images.Decoding;

/// <summary>Small files that ask for much memory or time.</summary>
public sealed class HostileFileTests
{
    private const byte Baseline = 0xC0;
    private const byte Progressive = 0xC2;

    /// <summary>What a refused file may take: the exception, and what the process needs on first use.</summary>
    private const long Little = 200_000;

    public static TheoryData<string, byte[]> HugeHeaders => new()
    {
        { "JPEG", new JpegBytes().FlatQuantization().Frame(Baseline, 65535, 65535, 3).ToArray() },
        { "JPEG", new JpegBytes().FlatQuantization().Frame(Progressive, 65535, 65535, 3).ToArray() },
        { "PNG", PngBytes.File(("IHDR", PngBytes.Header(65535, 65535, 8, 2)), ("IDAT", PngBytes.Compress(new byte[100]))) },
        { "PNG", PngBytes.File(("IHDR", PngBytes.Header(int.MaxValue, int.MaxValue, 16, 6))) },
        { "PNG", PngBytes.File(("IHDR", PngBytes.Header(uint.MaxValue, 1, 1, 0))) },
        { "BMP", Bmp(65535, 65535, 24, 0) },
        { "BMP", Bmp(int.MaxValue, int.MinValue, 32, 0) },
        { "BMP", Bmp(65535, 65535, 8, 1) },
    };

    /// <summary>Within the limit of pixels, but with far too little data.</summary>
    public static TheoryData<string, byte[]> EmptyPictures => new()
    {
        { "JPEG", Scan(new JpegBytes(), Baseline, 9999, 9999).ToArray() },
        { "JPEG", Scan(new JpegBytes(), Progressive, 9999, 9999).ToArray() },
        { "PNG", PngBytes.File(("IHDR", PngBytes.Header(9999, 9999, 16, 6)), ("IDAT", PngBytes.Compress(new byte[100]))) },
        { "PNG", PngBytes.File(("IHDR", PngBytes.Header(9999, 9999, 8, 2, 1)), ("IDAT", PngBytes.Compress(new byte[100]))) },
        { "BMP", Bmp(9999, 9999, 24, 0) },
        { "BMP", Bmp(9999, 9999, 8, 1) },
        { "BMP", Bmp(9999, 9999, 4, 2) },
    };

    [Theory]
    [MemberData(nameof(HugeHeaders))]
    public void A_header_beyond_the_limit_is_refused_before_memory_is_taken(string format, byte[] bytes)
    {
        ImageFormatException exception = Refused(bytes, DecoderOptions.Default, Little);
        Assert.StartsWith(format, exception.Message, StringComparison.Ordinal);
        Assert.Throws<ImageFormatException>(() => ImageDecoder.ReadHeader(bytes));
        // Without a limit, the largest array is one
        Refused(bytes, new DecoderOptions { MaxPixels = long.MaxValue }, Little);
    }

    [Theory]
    [MemberData(nameof(EmptyPictures))]
    public void A_header_without_a_picture_is_refused_before_memory_is_taken(string format, byte[] bytes)
    {
        ImageFormatException exception = Refused(bytes, DecoderOptions.Default, Little);
        Assert.StartsWith(format, exception.Message, StringComparison.Ordinal);
        Assert.Contains("truncated", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_is_inclusive()
    {
        byte[] bytes = FixtureFiles.Read("jpeg", "grey.jpg");
        Assert.Equal(37, ImageDecoder.Decode(bytes, new DecoderOptions { MaxPixels = 37 * 29 }).Width);
        var tooFew = new DecoderOptions { MaxPixels = 37 * 29 - 1 };
        ImageFormatException exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(bytes, tooFew));
        Assert.Contains("37x29", exception.Message, StringComparison.Ordinal);
        Assert.Contains("1072", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_png_is_decompressed_only_as_far_as_its_pixels_need()
    {
        byte[] data = PngBytes.Compress(new byte[50_000_000]);
        byte[] bytes = PngBytes.File(("IHDR", PngBytes.Header(1, 1, 8, 0)), ("IDAT", data), ("IEND", []));
        Assert.True(bytes.Length < 1_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(new byte[3], ImageDecoder.Decode(bytes).Pixels);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < bytes.Length + Little);
    }

    /// <summary>Two bytes a scan say that 16,384 blocks stay as they are; each scan is in order, and new.</summary>
    [Fact]
    public void A_progressive_file_may_not_have_endless_scans()
    {
        JpegBytes file = Scan(new JpegBytes(), Progressive, 1000, 1000).OneCode(isAc: true, symbol: 0xE0);
        for (int low = 13; low >= 0; low--)
        {
            for (int k = 1; k < 64; k++)
                file.Scan(k, k, low == 13 ? 0 : low + 1, low).Raw(0, 0);
        }
        ImageFormatException exception = Refused(file.Raw(0xFF, 0xD9).ToArray(), DecoderOptions.Default, 20_000_000);
        Assert.Contains("more than 256", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_progressive_file_may_not_repeat_a_scan()
    {
        JpegBytes file = Scan(new JpegBytes(), Progressive, 1000, 1000).OneCode(isAc: true, symbol: 0xE0);
        for (int i = 0; i < 10_000; i++)
            file.Scan(1, 63, 0, 0).Raw(0, 0);
        ImageFormatException exception = Refused(file.Raw(0xFF, 0xD9).ToArray(), DecoderOptions.Default, 20_000_000);
        Assert.Contains("twice or out of order", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_scans_of_these_tests_are_good_ones()
    {
        JpegBytes file = Scan(new JpegBytes(), Progressive, 1000, 1000).OneCode(isAc: true, symbol: 0xE0);
        Picture picture = ImageDecoder.Decode(file.Scan(1, 63, 0, 0).Raw(0, 0, 0xFF, 0xD9).ToArray());
        Assert.Equal(1000, picture.Width);
        Assert.Equal(-1, picture.Pixels.AsSpan().IndexOfAnyExcept((byte)128));
    }

    private static ImageFormatException Refused(byte[] bytes, DecoderOptions options, long mostMemory)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        ImageFormatException exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(bytes, options));
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(taken < mostMemory + bytes.Length, $"{taken} bytes were taken");
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
        return exception;
    }

    /// <summary>A grey file up to its first scan, whose data (one bit a block: no change of DC) are enough for 1000x1000 pixels.</summary>
    private static JpegBytes Scan(JpegBytes file, byte frame, int width, int height)
    {
        file.FlatQuantization().OneCode(isAc: false, symbol: 0).OneCode(isAc: true, symbol: 0).Frame(frame, width, height);
        return file.Scan(0, frame == Progressive ? 0 : 63, 0, 0).Raw(new byte[125 * 125 / 8 + 1]);
    }

    private static byte[] Bmp(int width, int height, int bits, int compression)
    {
        byte[] bytes = new byte[100];
        "BM"u8.CopyTo(bytes);
        BitConverter.TryWriteBytes(bytes.AsSpan(10), 54);
        BitConverter.TryWriteBytes(bytes.AsSpan(14), 40);
        BitConverter.TryWriteBytes(bytes.AsSpan(18), width);
        BitConverter.TryWriteBytes(bytes.AsSpan(22), height);
        bytes[26] = 1;
        bytes[28] = (byte)bits;
        bytes[30] = (byte)compression;
        return bytes;
    }
}
