using Thaw.Kernels;

namespace Thaw.Images.Drawing;

/// <summary>Shorthands for drawing at random.</summary>
internal static class RandomRange
{
    /// <summary>Uniform between two numbers.</summary>
    public static float Between(this ref Pcg32 random, float low, float high) => low + (high - low) * random.NextFloat();

    /// <summary>True with a probability.</summary>
    public static bool Chance(this ref Pcg32 random, float probability) => random.NextFloat() < probability;

    /// <summary>Around 0 with standard deviation 1, never beyond 3.5: four uniform numbers added up.</summary>
    public static float Bell(this ref Pcg32 random) =>
        (random.NextFloat() + random.NextFloat() + random.NextFloat() + random.NextFloat() - 2) * 1.7320508f;
}
