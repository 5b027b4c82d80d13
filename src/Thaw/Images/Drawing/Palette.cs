using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>Colours as things and places have them in daylight; bodies of both classes and what lies behind them draw from the same.</summary>
internal static class Palette
{
    private static readonly (float Red, float Green, float Blue)[] Things =
    [
        (178, 52, 40), (205, 112, 42), (214, 170, 62), (120, 140, 56), (72, 96, 48), (150, 108, 72), (190, 154, 112), (96, 70, 52),
        (206, 196, 178), (168, 164, 158), (92, 96, 104), (84, 108, 142), (196, 146, 132), (140, 62, 70), (228, 222, 208), (60, 58, 60),
    ];

    private static readonly (float Red, float Green, float Blue)[] Places =
    [
        (62, 84, 40), (98, 118, 62), (150, 128, 92), (116, 92, 66), (182, 168, 142), (136, 138, 140), (150, 176, 206), (202, 208, 212),
        (88, 82, 78), (44, 46, 42), (170, 132, 96), (108, 122, 132),
    ];

    /// <summary>The colour of a thing.</summary>
    public static (float Red, float Green, float Blue) Thing(ref Pcg32 random) => Jitter(Things[random.NextInt(Things.Length)], ref random);

    /// <summary>The colour of a ground or a far background.</summary>
    public static (float Red, float Green, float Blue) Place(ref Pcg32 random) => Jitter(Places[random.NextInt(Places.Length)], ref random);

    private static (float, float, float) Jitter((float Red, float Green, float Blue) colour, ref Pcg32 random)
    {
        float level = random.Between(0.75f, 1.2f), warm = random.Between(-0.1f, 0.1f), green = random.Between(-0.06f, 0.06f);
        return (colour.Red * level * (1 + warm), colour.Green * level * (1 + green), colour.Blue * level * (1 - warm));
    }
}
