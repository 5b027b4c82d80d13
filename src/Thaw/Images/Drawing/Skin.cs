using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>What a body is covered with: a colour, its blotches, a pattern of another colour, and gloss.</summary>
internal sealed class Skin
{
    private readonly NoiseField _blotches;
    private readonly (float Red, float Green, float Blue) _colour, _other;
    private readonly float _tone, _length, _period, _cover;
    private readonly Direction _along;
    private readonly int _pattern;

    private Skin(ref Pcg32 random)
    {
        _blotches = new NoiseField(random.NextUInt());
        _colour = Palette.Thing(ref random);
        _other = Palette.Thing(ref random);
        _tone = random.Between(0.08f, 0.45f);
        _length = random.Between(4, 14);
        _pattern = random.NextInt(5);
        _period = random.Between(3.5f, 9);
        _cover = random.Between(0.3f, 0.9f);
        _along = Direction.Random(ref random);
        Gloss = random.Chance(0.45f) ? random.Between(20, 120) : 0;
    }

    /// <summary>Strength of the mirrored lamp, 0 to 120.</summary>
    public float Gloss { get; }

    /// <summary>Draws one at random.</summary>
    public static Skin Random(ref Pcg32 random) => new(ref random);

    /// <summary>The colour at a place of the surface, in full light.</summary>
    public (float Red, float Green, float Blue) At(float u, float v)
    {
        float noise = _blotches.Fractal(u, v, _length, 4, 0.65f);
        float other = _cover * Math.Clamp(_pattern switch
        {
            // Stripes, a blush to one side, spots
            0 => 6 * (Math.Abs(Saw(_along.Dot(u, v) / _period + 0.4f * noise)) - 0.25f),
            1 => 0.5f + _along.Dot(u, v) / (3 * _period) + 0.6f * noise,
            2 => 5 * (_blotches.Octave(u / _period * 2, v / _period * 2, 20) - 0.3f),
            _ => 0,
        }, 0, 1);
        float tone = 1 + _tone * noise;
        return ((_colour.Red + other * (_other.Red - _colour.Red)) * tone,
            (_colour.Green + other * (_other.Green - _colour.Green)) * tone,
            (_colour.Blue + other * (_other.Blue - _colour.Blue)) * tone);
    }

    /// <summary>Rises from -0.5 to 0.5 over every whole number.</summary>
    private static float Saw(float t) => t - MathF.Floor(t) - 0.5f;
}
