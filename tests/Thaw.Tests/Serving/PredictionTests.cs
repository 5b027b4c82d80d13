using Thaw.Serving;

namespace Thaw.Tests.Serving;

public class PredictionTests
{
    [Fact]
    public void Text_is_the_same_in_every_culture()
    {
        var prediction = new Prediction(1, [new("whole", 0.0269f), new("cracked", 0.9731f)]);
        Assert.Equal("cracked 0.9731", prediction.ToString());
        Assert.Equal("whole 0.0269", prediction.Probabilities[0].ToString());
    }

    [Fact]
    public void Confidence_is_the_calibrated_probability_of_the_class_that_is_told()
    {
        var raw = new Prediction(0, [new("a", 0.9f), new("b", 0.1f)]);
        Assert.Equal((0.9f, 0.9f), (raw.Probability, raw.Confidence));
        var soft = new Prediction(0, [new("a", 0.9f) { Calibrated = 0.7f }, new("b", 0.1f) { Calibrated = 0.3f }]);
        Assert.Equal((0.9f, 0.7f), (soft.Probability, soft.Confidence));
        Assert.NotEqual(raw, soft);
    }

    [Fact]
    public void Equal_means_equal_to_the_last_bit()
    {
        Prediction Of(int index, float first) => new(index, [new("a", first), new("b", 1 - first)]);
        Assert.Equal(Of(0, 0.6f), Of(0, 0.6f));
        Assert.Equal(Of(0, 0.6f).GetHashCode(), Of(0, 0.6f).GetHashCode());
        Assert.NotEqual(Of(0, 0.6f), Of(1, 0.6f));
        Assert.NotEqual(Of(0, 0.6f), Of(0, MathF.BitIncrement(0.6f)));
        Assert.False(Of(0, 0.6f).Equals(null));
    }
}
