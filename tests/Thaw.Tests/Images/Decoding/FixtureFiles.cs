using System.Text;
using Thaw.Images;

namespace Thaw.Tests.Images.Decoding;

/// <summary>The files that data/golden/make_images.py wrote, with the pixels that other decoders make of them.</summary>
internal static class FixtureFiles
{
    public static string Root { get; } = FindRoot();

    /// <summary>The rows of a folder's manifest: a file's name and that of its expected pixels.</summary>
    public static TheoryData<string, string> Manifest(string folder)
    {
        var rows = new TheoryData<string, string>();
        foreach (string line in File.ReadAllLines(Path.Combine(Root, folder, "manifest.txt")))
        {
            string[] words = line.Split(' ');
            rows.Add(words[0], words[1]);
        }
        return rows;
    }

    public static byte[] Read(string folder, string name) => File.ReadAllBytes(Path.Combine(Root, folder, name));

    /// <summary>Reads a binary PPM with 255 levels.</summary>
    public static Picture ReadPpm(string folder, string name)
    {
        byte[] bytes = Read(folder, name);
        int end = 0;
        for (int lines = 0; lines < 3; end++)
            lines += bytes[end] == '\n' ? 1 : 0;
        string[] words = Encoding.ASCII.GetString(bytes, 0, end).Split(' ', '\n');
        Assert.Equal("P6", words[0]);
        Assert.Equal("255", words[3]);
        return new Picture(int.Parse(words[1]), int.Parse(words[2]), bytes[end..]);
    }

    /// <summary>The largest and the mean difference of the samples of two pictures of the same sides.</summary>
    public static (int Largest, double Mean) Difference(Picture expected, Picture actual)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        int largest = 0;
        long sum = 0;
        for (int i = 0; i < expected.Pixels.Length; i++)
        {
            int difference = Math.Abs(expected.Pixels[i] - actual.Pixels[i]);
            largest = Math.Max(largest, difference);
            sum += difference;
        }
        return (largest, (double)sum / expected.Pixels.Length);
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Pipeline.sln")))
            folder = Path.GetDirectoryName(folder);
        Assert.NotNull(folder);
        return Path.Combine(folder, "tests", "Thaw.Tests", "Fixtures", "images");
    }
}
