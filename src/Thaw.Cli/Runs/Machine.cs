using System.Reflection;
using System.Runtime.InteropServices;
using Thaw.Comparison;
using Thaw.Tensors;

namespace Thaw.Cli.Runs;

/// <summary>Where a run runs.</summary>
internal static class Machine
{
    /// <summary>Thaw's version, without what the build adds behind it.</summary>
    public static string Version { get; } =
        typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The environment of a run that ends now.</summary>
    /// <param name="device">The device that computed.</param>
    /// <param name="commandLine">The command as it was given.</param>
    /// <param name="started">When it began.</param>
    public static RunEnvironment Environment(Cpu device, string commandLine, DateTimeOffset started) => new()
    {
        ThawVersion = Version,
        DotNetVersion = RuntimeInformation.FrameworkDescription,
        OperatingSystem = RuntimeInformation.OSDescription,
        Architecture = $"{RuntimeInformation.ProcessArchitecture}, {Cpu.VectorBits}-bit vectors",
        ProcessorCount = System.Environment.ProcessorCount,
        Threads = device.Threads,
        Device = device.Name,
        CommandLine = commandLine,
        Started = started,
        Seconds = (DateTimeOffset.UtcNow - started).TotalSeconds,
    };
}
