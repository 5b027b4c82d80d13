using System.Runtime.InteropServices;

namespace Thaw.Kernels;

/// <summary>What <see cref="AlignedBuffer"/> freed.</summary>
internal static class FreedBlocks
{
    /// <summary>
    /// Gives freed blocks back to the system. glibc keeps them, in pieces that the next network may not fit into, so that a process which loads one after the other grows. Takes some
    /// milliseconds; does nothing where the C library is another one.
    /// </summary>
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            Trim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Such as musl, which gives back by itself
        }
    }

    [DllImport("libc.so.6", EntryPoint = "malloc_trim", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nuint keep);
}
