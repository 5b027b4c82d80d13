using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Thaw.Kernels;

/// <summary>Which vectors this process uses. .NET's own switches (<c>DOTNET_EnableAVX512=0</c>, <c>DOTNET_EnableAVX2=0</c>,
/// <c>DOTNET_EnableHWIntrinsic=0</c>) turn the wider ones off.</summary>
internal static class SimdWidth
{
    /// <summary>Lanes of float32: 16, 8, 4 or 1.</summary>
    public static int Lanes { get; } = Detect();

    // Without a fused multiply-add instruction vectors would be emulated lane by lane; scalar code is then as good.
    private static int Detect()
    {
        bool fused = Fma.IsSupported || AdvSimd.IsSupported;
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
            return 16;
        if (Vector256.IsHardwareAccelerated && fused)
            return 8;
        return Vector128.IsHardwareAccelerated && fused ? 4 : 1;
    }
}
