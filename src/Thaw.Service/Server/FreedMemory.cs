using System.Runtime.InteropServices;

namespace Thaw.Service.Server;

/// <summary>
/// Gives memory that was freed back to the system. Loading a version of a model leaves large arrays behind, for which the collector, seeing that little else is allocated, would not look
/// until several were loaded; and glibc keeps freed blocks, in pieces that the next version may not fit into. For a process of its own alone: a host of somebody else's may have so
/// much other memory to look through that its requests would feel it.
/// </summary>
internal static class FreedMemory
{
    /// <summary>Takes some milliseconds, in which all threads wait.</summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            Trim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library, such as musl, which gives back by itself
        }
    }

    [DllImport("libc.so.6", EntryPoint = "malloc_trim", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nuint keep);
}
