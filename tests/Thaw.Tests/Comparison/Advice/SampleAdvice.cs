using Thaw.Comparison.Advice;
using Thaw.Evaluation.Probes;

namespace Thaw.Tests.Comparison.Advice;

/// <summary>Made-up measurements.</summary>
internal static class SampleAdvice
{
    public static SetMeasurements Set(int train = 200, double probe = 0.8, double lower = -0.05) => new()
    {
        TrainPictures = train,
        ValidationPictures = train / 3,
        MeasuredPictures = train + train / 3,
        Classes = 2,
        SmallestClass = train / 2,
        Majority = 0.5,
        Groups = 0,
        Blocks = [Block(2, probe - 0.2), Block(3, probe + lower), Block(4, probe + lower), Block(5, probe)],
        HeadProbe = new ProbeAccuracy(probe, 0.02, []),
        HeadLogMe = -0.4,
        DistanceMissing = "made up",
    };

    private static BlockMeasurement Block(int number, double accuracy) => new($"block{number}_pool", double.NaN, new ProbeAccuracy(accuracy, 0.02, []), -0.5);

    /// <summary>The same, with a distance in its last block.</summary>
    public static SetMeasurements At(this SetMeasurements set, double distance) =>
        set with { Blocks = [.. set.Blocks.Take(3), set.Blocks[3] with { Distance = distance }], DistanceMissing = null };
}
