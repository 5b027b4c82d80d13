using System.Diagnostics;

namespace Thaw.Service.Tests.Fuzz;

/// <summary>What this process takes of the machine.</summary>
/// <param name="Managed">Bytes that live on the managed heap.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Handles">Open files and sockets; 0 where the system does not tell.</param>
internal sealed record Resources(long Managed, int Threads, int Handles)
{
    public static Resources Now()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        using var process = Process.GetCurrentProcess();
        return new Resources(GC.GetTotalMemory(forceFullCollection: true), process.Threads.Count, Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : 0);
    }
}
