using Thaw.Evaluation.Calibration;
using Thaw.Kernels;
using Thaw.Tests.References;

namespace Thaw.Tests.Evaluation.Calibration;

public class TemperatureScalingTests
{
    private static readonly GoldenFile Golden = GoldenFile.Open("calibration.safetensors");

    public static TheoryData<string> Cases => [.. Golden.Cases];

    /// <summary>PyTorch minimises over the logits themselves; here they come back from float32 probabilities.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_temperature_is_that_of_pytorch(string name)
    {
        int[] labels = Golden.Integers(name + "/labels");
        double expected = Golden.Scalar(name + "/temperature");
        Assert.InRange(TemperatureScaling.Find(labels, Golden.Floats(name + "/probabilities"), ClassesOf(name)), expected * (1 - 1e-4), expected * (1 + 1e-4));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scaled_probabilities_are_those_of_pytorch(string name)
    {
        float[] rows = Golden.Floats(name + "/probabilities"), expected = Golden.Floats(name + "/scaled");
        int classes = ClassesOf(name);
        for (int i = 0; i < rows.Length; i += classes)
        {
            TemperatureScaling.Apply(rows.AsSpan(i, classes), Golden.Scalar(name + "/temperature"), rows.AsSpan(i, classes));
            for (int c = 0; c < classes; c++)
                Assert.Equal(expected[i + c], rows[i + c], 1e-5);
        }
    }

    [Theory]
    [InlineData(1, 60, 2.5)]
    [InlineData(2, 300, 0.3)]
    [InlineData(3, 35, 1)]
    public void No_temperature_of_a_fine_grid_has_a_lower_loss(ulong seed, int count, double sureness)
    {
        (int[] labels, float[] rows) = Drawn(seed, count, sureness);
        float[] positive = [.. rows.Where((_, i) => i % 2 == 1)];
        double found = TemperatureScaling.Find(labels, rows, 2), least = ReferenceCalibration.LogLoss(labels, positive, found);
        for (double log = Math.Log(TemperatureScaling.Lowest); log < Math.Log(TemperatureScaling.Highest); log += 0.002)
            Assert.True(ReferenceCalibration.LogLoss(labels, positive, Math.Exp(log)) >= least - 1e-9, $"{Math.Exp(log)} beats {found}");
    }

    [Fact]
    public void Pictures_that_are_all_told_right_leave_the_temperature_at_1() =>
        Assert.Equal(1, TemperatureScaling.Find([0, 1, 1], [0.6f, 0.4f, 0.1f, 0.9f, 0, 1], 2));

    [Fact]
    public void Answers_that_are_all_wrong_get_the_highest_temperature() =>
        Assert.Equal(TemperatureScaling.Highest, TemperatureScaling.Find([1, 0], [0.9f, 0.1f, 0.1f, 0.9f], 2));

    [Fact]
    public void Certain_mistakes_and_numbers_that_are_none_stay_finite()
    {
        Assert.InRange(TemperatureScaling.Find([0, 1, 1, 0], [0, 1, 0, 1, 0.2f, 0.8f, 1, 0], 2), 1.0001, TemperatureScaling.Highest);
        float[] calibrated = new float[3];
        TemperatureScaling.Apply([float.NaN, 1, 0], 3, calibrated);
        Assert.All(calibrated, p => Assert.InRange(p, 0, 1));
        Assert.Equal(1, calibrated.Sum(), 1e-6);
    }

    [Fact]
    public void The_temperature_1_changes_no_bit_and_others_keep_the_order()
    {
        float[] row = [0.1234567f, 0.2f, 0.6765433f], same = new float[3], softer = new float[3];
        TemperatureScaling.Apply(row, 1, same);
        Assert.Equal(row, same);
        TemperatureScaling.Apply(row, 2, softer);
        Assert.True(softer[0] < softer[1] && softer[1] < softer[2] && softer[2] < row[2]);
        Assert.Equal(1, softer.Sum(), 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Other_temperatures_are_refused(double temperature) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TemperatureScaling.Apply([0.5f, 0.5f], temperature, new float[2]));

    [Fact]
    public void Sizes_and_labels_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TemperatureScaling.Find([0], [1, 0, 0], 2));
        Assert.Throws<ArgumentException>(() => TemperatureScaling.Find([2], [1, 0], 2));
        Assert.Throws<ArgumentException>(() => TemperatureScaling.Find([], [], 2));
        Assert.Throws<ArgumentException>(() => TemperatureScaling.Apply([1, 0], 2, new float[1]));
    }

    internal static int ClassesOf(string name) => name.Split('-')[0] switch { "two" => 2, "five" => 5, _ => 10 };

    /// <summary>Labels and answers of two classes whose logits are so many times what they should be.</summary>
    internal static (int[] Labels, float[] Rows) Drawn(ulong seed, int count, double sureness)
    {
        var random = new Pcg32(seed);
        int[] labels = new int[count];
        float[] rows = new float[2 * count];
        for (int i = 0; i < count; i++)
        {
            double p = 1 / (1 + Math.Exp(-1.6 * random.NextNormal()));
            labels[i] = random.NextDouble() < p ? 1 : 0;
            rows[2 * i + 1] = (float)(1 / (1 + Math.Exp(-sureness * Math.Log(p / (1 - p)))));
            rows[2 * i] = 1 - rows[2 * i + 1];
        }
        return (labels, rows);
    }
}
