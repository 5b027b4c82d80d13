using System.Globalization;
using System.Runtime.InteropServices;
using Thaw.Tensors;

namespace Thaw.Benchmarks;

/// <summary>What measured: the machine and its software, as results name it.</summary>
internal static class Machine
{
    private const double Gibibyte = 1L << 30;

    /// <summary>Names and values, in the order in which they are shown.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Description { get; } =
    [
        new("processor", $"{Processor()}, {Environment.ProcessorCount} cores, {Cpu.VectorBits}-bit vectors"),
        new("memory", string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte:F1} GiB")),
        new("operating system", RuntimeInformation.OSDescription),
        new(".NET", RuntimeInformation.FrameworkDescription),
    ];

    // Only Linux tells the model in a file; elsewhere the architecture must do
    private static string Processor()
    {
        const string File = "/proc/cpuinfo", Key = "model name";
        string? line = System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))
            : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
