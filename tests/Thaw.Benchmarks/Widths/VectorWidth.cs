using Thaw.Kernels;

namespace Thaw.Benchmarks.Widths;

/// <summary>A vector width that kernels can run in, and the .NET switch that takes wider ones away.</summary>
/// <param name="Name">What jobs and <c>--widths</c> call it.</param>
/// <param name="Lanes">Lanes of float32 that <see cref="SimdWidth"/> then finds.</param>
/// <param name="Switch">An environment variable, or null where nothing is switched off.</param>
/// <param name="Value">The variable's value.</param>
internal sealed record VectorWidth(string Name, int Lanes, string? Switch = null, string Value = "0")
{
    private const string Option = "--widths";

    /// <summary>The widths from wide to narrow. The switches are those of x86; 128 bits need no switch on Arm.</summary>
    public static IReadOnlyList<VectorWidth> All { get; } =
    [
        new("512", 16),
        new("256", 8, "DOTNET_EnableAVX512"),
        // Without AVX2 .NET takes fused multiply-add away too, so wider vectors are made unattractive instead
        new("128", 4, "DOTNET_PreferredVectorBitWidth", "128"),
        new("scalar", 1, "DOTNET_EnableHWIntrinsic"),
    ];

    /// <summary>Those that this machine has.</summary>
    public static IReadOnlyList<VectorWidth> Available { get; } = [.. All.Where(width => width.Lanes <= SimdWidth.Lanes)];

    /// <summary>Takes <c>--widths 512,scalar</c> out of a command line; without it, every available width is meant.</summary>
    /// <exception cref="UsageException">A width that does not exist, or not on this machine.</exception>
    public static (IReadOnlyList<VectorWidth> Widths, string[] Others) TakeFrom(string[] args)
    {
        int at = Array.IndexOf(args, Option);
        if (at < 0)
            return (Available, args);
        if (at + 1 == args.Length)
            throw new UsageException($"{Option} expects widths with commas between them: {Names(Available)}.");
        string[] asked = args[at + 1].Split(',');
        if (asked.FirstOrDefault(name => Available.All(width => width.Name != name)) is { } unknown)
            throw new UsageException($"{Option}: this machine has {Names(Available)}, not '{unknown}'.");
        return ([.. Available.Where(width => asked.Contains(width.Name))], [.. args[..at], .. args[(at + 2)..]]);
    }

    private static string Names(IEnumerable<VectorWidth> widths) => string.Join(", ", widths.Select(width => width.Name));
}
