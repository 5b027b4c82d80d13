using Thaw.Tensors;

namespace Thaw.Networks;

/// <summary>
/// What is put on top of a backbone: Flatten, Dense with ReLU, optional Dropout, Dense. Two classes get one logit (sigmoid: the
/// probability of class 1), more get one a class (softmax).
/// </summary>
public sealed record Head
{
    /// <summary>Units of <c>dense_1</c>, at least 1; 256 by default. 0 leaves the layer out, and one dense layer remains.</summary>
    public int Units { get; init; } = 256;

    /// <summary>Share of <c>dense_1</c>'s results dropped while training, at least 0 (the default: no such layer) and below 1.</summary>
    public float Dropout { get; init; }

    /// <summary>The layers, weights zero.</summary>
    /// <param name="device">Where the weights are.</param>
    /// <param name="features">The shape of one picture's features, [1, H, W, C].</param>
    /// <param name="classes">At least 2.</param>
    internal List<Layer> Layers(Device device, Shape features, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(Units);
        var layers = new List<Layer> { new Flatten("flatten") };
        int inputs = features.Length;
        if (Units > 0)
        {
            layers.Add(new Dense(device, "dense_1", inputs, Units, relu: true));
            inputs = Units;
            if (Dropout > 0)
                layers.Add(new Dropout("dropout", Dropout));
        }
        layers.Add(new Dense(device, Units > 0 ? "dense_2" : "dense_1", inputs, classes == 2 ? 1 : classes, relu: false));
        return layers;
    }
}
