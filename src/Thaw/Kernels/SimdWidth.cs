using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Thaw.Kernels;

/// <summary>Which vectors this process uses. On x64 .NET's own switches turn the wider ones off: <c>DOTNET_EnableAVX512=0</c> leaves 256 bits,
/// <c>DOTNET_PreferredVectorBitWidth=128</c> leaves 128. <c>DOTNET_EnableAVX2=0</c> takes the fused multiply-add away too, and so leaves no
/// vectors here, as <c>DOTNET_EnableHWIntrinsic=0</c> does on any machine.</summary>
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
