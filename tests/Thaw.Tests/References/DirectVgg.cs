namespace Thaw.Tests.References;

/// <summary>
/// A whole VGG network in float64, put together from the direct layers: blocks of 3x3 convolutions with ReLU (or convolution
/// without bias, batch normalization in training mode, ReLU), each block ended by a max pool; Flatten; dense layers with ReLU between
/// them. Sizes follow from the weights, whose names are Keras's.
/// </summary>
internal sealed class DirectVgg
{
    private readonly int[] _blocks;
    private readonly int _n, _h, _w;
    private readonly Stack<Func<double[], double[]>> _backward = new();

    /// <param name="blocks">Convolutions of each block.</param>
    /// <param name="n">Pictures.</param>
    /// <param name="h">Rows of a picture.</param>
    /// <param name="w">Columns of a picture.</param>
    /// <param name="weights">Every tensor of the network; changed by batch statistics and by whoever holds it.</param>
    public DirectVgg(int[] blocks, int n, int h, int w, Dictionary<string, double[]> weights) =>
        (_blocks, _n, _h, _w, Weights) = (blocks, n, h, w, weights);

    public Dictionary<string, double[]> Weights { get; }

    /// <summary>Gradients by name, from the last <see cref="Backward"/>.</summary>
    public Dictionary<string, double[]> Gradients { get; } = [];

    public double Epsilon { get; init; } = 1e-5;

    /// <summary>How far moving statistics go towards the batch's; 0 leaves them alone.</summary>
    public double Share { get; init; } = 0.1;

    /// <summary>
    /// What another engine's ReLUs gave, by the name of the layer before the ReLU; null (the default) where it is not known. The backward pass
    /// then goes where theirs went: through the ReLUs that were on, and to the largest pixels of a window. A number that is 0 but for rounding
    /// may be on one side of 0 here and on the other there, which changes gradients by far more than rounding does.
    /// </summary>
    public Func<string, double[]?> Decisions { get; init; } = _ => null;

    /// <summary>The largest number whose sign <see cref="Decisions"/> see in another way, relative to the largest of its layer; 0 if there is none.</summary>
    public double Disputed { get; private set; }

    /// <summary>Logits [n, units of the last dense layer] of pictures [n, h, w, 3].</summary>
    public double[] Logits(double[] x)
    {
        x = Features(x);
        for (int i = 1; Weights.ContainsKey($"dense_{i}/kernel"); i++)
            x = Dense($"dense_{i}", i == 1 ? x : Relu($"dense_{i - 1}", x));
        return x;
    }

    /// <summary>What the last pooling gives, [n, h/32, w/32, channels], of pictures [n, h, w, 3].</summary>
    public double[] Features(double[] x)
    {
        _backward.Clear();
        Disputed = 0;
        (int h, int w, int c) = (_h, _w, 3);
        for (int block = 1; block <= _blocks.Length; block++)
        {
            string last = "";
            for (int i = 1; i <= _blocks[block - 1]; i++)
            {
                last = $"block{block}_conv{i}";
                x = Convolution(last, x, h, w, ref c);
                if (Weights.ContainsKey($"block{block}_bn{i}/gamma"))
                {
                    last = $"block{block}_bn{i}";
                    x = Normalization(last, x, c);
                }
                x = Relu(last, x);
            }
            x = Pool(last, x, h, w, c);
            (h, w) = (h / 2, w / 2);
        }
        return x;
    }

    /// <summary>Fills <see cref="Gradients"/> for the last <see cref="Logits"/>; gives the gradient of the pictures.</summary>
    public double[] Backward(double[] dlogits)
    {
        Gradients.Clear();
        while (_backward.TryPop(out Func<double[], double[]>? back))
            dlogits = back(dlogits);
        return dlogits;
    }

    /// <summary>One step of gradient descent on everything that has a gradient.</summary>
    public void Step(Dictionary<string, double[]> velocities, double rate, double momentum, double decay)
    {
        foreach ((string name, double[] gradient) in Gradients)
        {
            if (!velocities.TryGetValue(name, out double[]? velocity))
                velocities[name] = velocity = new double[gradient.Length];
            DirectSgd.Step(Weights[name], velocity, gradient, rate, momentum, decay);
        }
    }

    private double[] Convolution(string name, double[] x, int h, int w, ref int channels)
    {
        double[] kernel = Weights[name + "/kernel"];
        int c = channels, k = kernel.Length / (9 * c);
        channels = k;
        bool biased = Weights.TryGetValue(name + "/bias", out double[]? bias);
        _backward.Push(dy =>
        {
            Gradients[name + "/kernel"] = DirectConvolution.KernelGradient(x, dy, _n, h, w, c, k);
            if (biased)
                Gradients[name + "/bias"] = DirectConvolution.BiasGradient(dy, k);
            return DirectConvolution.InputGradient(dy, kernel, _n, h, w, c, k);
        });
        return DirectConvolution.Forward(x, kernel, bias ?? new double[k], _n, h, w, c, k);
    }

    private double[] Normalization(string name, double[] x, int c)
    {
        double[] gamma = Weights[name + "/gamma"], beta = Weights[name + "/beta"];
        (double[] mean, double[] variance) = DirectBatchNormalization.Statistics(x, c);
        if (Share > 0)
            (Weights[name + "/moving_mean"], Weights[name + "/moving_variance"]) = DirectBatchNormalization.MovingStatistics(
                x, Weights[name + "/moving_mean"], Weights[name + "/moving_variance"], Share, c);
        _backward.Push(dy =>
        {
            (Gradients[name + "/gamma"], Gradients[name + "/beta"]) =
                DirectBatchNormalization.ParameterGradients(x, dy, mean, variance, Epsilon);
            return DirectBatchNormalization.InputGradientTraining(x, dy, gamma, Epsilon);
        });
        return DirectBatchNormalization.Forward(x, gamma, beta, mean, variance, Epsilon);
    }

    private double[] Relu(string layer, double[] x)
    {
        double[] deciding = Decisions(layer) ?? x;
        double largest = x.Max(Math.Abs);
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] > 0 != deciding[i] > 0)
                Disputed = Math.Max(Disputed, Math.Abs(x[i]) / largest);
        }
        _backward.Push(dy => DirectRelu.InputGradient(deciding, dy));
        return DirectRelu.Forward(x);
    }

    private double[] Pool(string layer, double[] x, int h, int w, int c)
    {
        double[] deciding = Decisions(layer) ?? x;
        _backward.Push(dy => DirectMaxPool.InputGradient(deciding, dy, _n, h, w, c));
        return DirectMaxPool.Forward(x, _n, h, w, c);
    }

    private double[] Dense(string name, double[] x)
    {
        double[] kernel = Weights[name + "/kernel"], bias = Weights[name + "/bias"];
        int c = x.Length / _n, k = bias.Length;
        _backward.Push(dy =>
        {
            Gradients[name + "/kernel"] = DirectDense.KernelGradient(x, dy, _n, c, k);
            Gradients[name + "/bias"] = DirectDense.BiasGradient(dy, k);
            return DirectDense.InputGradient(dy, kernel, _n, c, k);
        });
        return DirectDense.Forward(x, kernel, bias, _n, c, k);
    }
}
