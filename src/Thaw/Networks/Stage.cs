namespace Thaw.Networks;

/// <summary>
/// Layers that run one after the other on so many pictures at a time. Early layers of a VGG give so much for each picture that a whole
/// batch would go through main memory between any two of them; a few pictures at a time stay in the cache. Later layers compute longer on each
/// number they read, so that it may come from further away: their stages take as many pixels at a time as the first, which are more pictures.
/// </summary>
/// <param name="First">Index of the first layer.</param>
/// <param name="End">Index after the last layer.</param>
/// <param name="Pictures">Pictures at a time.</param>
internal readonly record struct Stage(int First, int End, int Pictures)
{
    /// <summary>
    /// Cuts the layers of a pass into stages, behind pooling layers. Layers that train, and those from the first that works in place on, take
    /// the whole batch.
    /// </summary>
    /// <param name="network">The layers.</param>
    /// <param name="batch">Most pictures a pass.</param>
    /// <param name="first">Index of the first layer that runs.</param>
    /// <param name="trainFrom">Index of the first layer that trains.</param>
    /// <param name="end">Index after the last layer that runs.</param>
    public static Stage[] Cut(Network network, int batch, int first, int trainFrom, int end)
    {
        var stages = new List<Stage>();
        int begin = first;
        long largest = 0, pixels = 0;
        for (int i = first; i < Math.Min(trainFrom, end) && !network.Layers[i].InPlace; i++)
        {
            long moved = sizeof(float) * ((long)network.InputShapes[i].Length + network.InputShapes[i + 1].Length);
            largest = Math.Max(largest, moved);
            if (network.Layers[i] is not MaxPooling2D)
                continue;
            long area = network.InputShapes[begin][1] * network.InputShapes[begin][2];
            var stage = new Stage(begin, i + 1, Share(batch, Math.Max(network.Device.PassBytes / largest, pixels / area)));
            if (stages.Count == 0)
                pixels = stage.Pictures * area;
            Add(stages, stage);
            begin = i + 1;
            largest = 0;
        }
        if (begin < end)
            Add(stages, new Stage(begin, end, batch));
        return [.. stages];
    }

    private static void Add(List<Stage> stages, Stage next)
    {
        if (stages.Count > 0 && stages[^1].Pictures >= next.Pictures)
            stages[^1] = stages[^1] with { End = next.End };
        else
            stages.Add(next);
    }

    // So many at a time that the shares of a batch are of about equal size
    private static int Share(int batch, long most)
    {
        int turns = (int)Math.Clamp((batch + Math.Max(1, most) - 1) / Math.Max(1, most), 1, batch);
        return (batch + turns - 1) / turns;
    }
}
