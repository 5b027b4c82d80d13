namespace Thaw.Comparison;

/// <summary>Where, when and with what a comparison ran: nothing here decides the result, all of it decides the time.</summary>
public sealed record RunEnvironment
{
    /// <summary>Thaw's version.</summary>
    public required string ThawVersion { get; init; }

    /// <summary>The .NET runtime, such as <c>.NET 10.0.1</c>.</summary>
    public required string DotNetVersion { get; init; }

    /// <summary>The operating system.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The processor's architecture and widest vector instructions, such as <c>X64, AVX-512</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Logical processors of the machine.</summary>
    public required int ProcessorCount { get; init; }

    /// <summary>Threads that computed.</summary>
    public required int Threads { get; init; }

    /// <summary>The device that trained: <c>cpu</c>, or the GPU's name.</summary>
    public required string Device { get; init; }

    /// <summary>The command as it was given.</summary>
    public required string CommandLine { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Seconds from beginning to end, reports not included; at least 0.</summary>
    public required double Seconds { get; init; }
}
