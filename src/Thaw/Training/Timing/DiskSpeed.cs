using Thaw.Images;
using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Training.Timing;

/// <summary>How long files take that are written whole and flushed: a part for each file and a part for each byte.</summary>
/// <param name="SecondsPerFile">The first.</param>
/// <param name="SecondsPerByte">The second.</param>
internal sealed record DiskSpeed(double SecondsPerFile, double SecondsPerByte)
{
    private const int Times = 3, LargeLength = 1 << 20;

    /// <summary>Seconds that a file takes.</summary>
    public double Write(double bytes) => SecondsPerFile + bytes * SecondsPerByte;

    /// <summary>Measures by writing and deleting a small and a large file of weights a few times.</summary>
    /// <param name="folder">Where to; must exist.</param>
    public static DiskSpeed Measure(string folder)
    {
        double small = SecondsOf(folder, 1), large = SecondsOf(folder, LargeLength);
        return new DiskSpeed(small, Math.Max(0, large - small) / ((LargeLength - 1) * sizeof(float)));
    }

    private static double SecondsOf(string folder, int length)
    {
        string file = Path.Combine(folder, "speed.tmp");
        var tensors = new NamedTensors();
        tensors.Add("values", [length], new float[length]);
        try
        {
            return Repeats.Median(new Repeats(Times, Times, 0).Measure(() => AtomicFile.Write(file, stream => SafetensorsFile.Write(stream, tensors))));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
