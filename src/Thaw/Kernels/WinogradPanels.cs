using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Thaw.Kernels;

/// <summary>
/// Transformed weights in the order in which products read them: panels of 64 output channels, each of 36 planes [C, panel's width].
/// </summary>
internal static unsafe class WinogradPanels
{
    /// <summary>Output channels of a panel; the last may have fewer.</summary>
    public const int Width = 64;

    /// <summary>Floats between planes. Planes whose distance is a multiple of 4,096 bytes share cache sets; a vector more keeps them apart.</summary>
    public const int Padding = 16;

    private const int ChannelsPerItem = 32;
    private const int TurnedLength = 9 * ChannelsPerItem * Width;

    /// <summary>Panels of so many output channels.</summary>
    public static int Count(int k) => (k + Width - 1) / Width;

    /// <summary>Floats from a plane to the next.</summary>
    public static nint PlaneLength(int c, int width) => (nint)c * width + Padding;

    /// <summary>Where a panel starts.</summary>
    public static nint Offset(int c, int panel) => 36 * PlaneLength(c, Width) * panel;

    /// <summary>Floats of all panels.</summary>
    public static long Length(int c, int k) => 36L * ((long)c * k + Padding * Count(k));

    /// <summary>Floats of scratch memory that <see cref="TransformRotated"/> needs.</summary>
    public static long RotatedScratchLength(int threads) => (long)threads * TurnedLength;

    /// <summary>Transforms weights.</summary>
    /// <param name="c">Channels in.</param>
    /// <param name="k">Channels out.</param>
    /// <param name="weights">[3, 3, C, K].</param>
    /// <param name="panels"><see cref="Length"/> floats; overwritten.</param>
    /// <param name="team">The threads.</param>
    public static void Transform(int c, int k, float* weights, float* panels, ThreadTeam team) =>
        Run(new State { C = c, K = k, Weights = weights, Panels = panels }, team);

    /// <summary>Transforms the weights of another convolution for its input gradient: rotated by half a turn, channels swapped.</summary>
    /// <param name="c">Channels into the gradient's convolution, which are those out of the other.</param>
    /// <param name="k">Channels out.</param>
    /// <param name="weights">The other convolution's, [3, 3, K, C].</param>
    /// <param name="panels"><see cref="Length"/> floats; overwritten.</param>
    /// <param name="team">The threads.</param>
    /// <param name="scratch"><see cref="RotatedScratchLength"/> floats.</param>
    public static void TransformRotated(int c, int k, float* weights, float* panels, ThreadTeam team, float* scratch) =>
        Run(new State { C = c, K = k, Weights = weights, Panels = panels, Turned = scratch }, team);

    private static void Run(State state, ThreadTeam team) => team.Run(SimdWidth.Lanes switch
    {
        16 => &Block<Simd512, Vector512<float>>,
        8 => &Block<Simd256, Vector256<float>>,
        4 => &Block<Simd128, Vector128<float>>,
        _ => &Block<SimdScalar, float>,
    }, &state, Count(state.K) * state.Blocks);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<TSimd, TVector>(void* state, int item, int worker)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        ref State s = ref *(State*)state;
        int panel = item / s.Blocks, first = (item - panel * s.Blocks) * ChannelsPerItem, count = Math.Min(s.C - first, ChannelsPerItem);
        int channel = panel * Width, width = Math.Min(Width, s.K - channel);
        float* source = s.Weights + (nint)first * s.K + channel;
        nint row = s.K, tap = (nint)s.C * s.K;
        if (s.Turned != null)
        {
            source = s.Turned + worker * TurnedLength;
            row = width;
            tap = ChannelsPerItem * Width;
            for (int i = 0; i < 9; i++)
                Transposition.Transpose(s.Weights + ((8 - i) * (nint)s.K + channel) * s.C + first, s.C, width, count, source + i * tap, width);
        }
        float* target = s.Panels + Offset(s.C, panel) + (nint)first * width;
        for (int c = 0; c < count; c++)
            WinogradWeights.Transform<TSimd, TVector>(source + c * row, tap, width, target + (nint)c * width, PlaneLength(s.C, width));
    }

    private struct State
    {
        public int C, K;
        public float* Weights, Panels, Turned;

        public readonly int Blocks => (C + ChannelsPerItem - 1) / ChannelsPerItem;
    }
}
