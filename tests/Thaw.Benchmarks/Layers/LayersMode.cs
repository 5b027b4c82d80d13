using Thaw.Kernels;

namespace Thaw.Benchmarks.Layers;

/// <summary>The mode <c>layers</c>: how near each convolution of VGG16 comes to the bound of its algorithm.</summary>
internal static class LayersMode
{
    private const int MostThreads = 1024, MostBatch = 64;

    /// <summary>Measures and prints.</summary>
    /// <param name="args">The command line without the mode's name.</param>
    public static int Run(string[] args)
    {
        var options = new CommandOptions(args, ["threads", "batch", "repeats"], ["json"]);
        int threads = options.Count("threads", Environment.ProcessorCount), batch = options.Count("batch", 8), repeats = options.Count("repeats", 5);
        if (threads > MostThreads)
            throw new UsageException($"--threads expects at most {MostThreads}, got {threads}.");
        // The largest layer has 64 channels at 224x224, and a tensor fewer than 2^31 floats
        if (batch > MostBatch)
            throw new UsageException($"--batch expects at most {MostBatch}, got {batch}.");
        bool json = options.Has("json");
        using var team = new ThreadTeam(threads);
        var timings = new List<LayerTiming>();
        if (!json)
            LayersText.Start(threads, batch, repeats);
        foreach (VggLayer layer in VggLayer.Convolutions(batch))
        {
            timings.Add(LayerTiming.Measure(layer, team, repeats));
            if (!json)
                LayersText.Line(timings[^1]);
        }
        if (json)
            LayersJson.Write(timings, threads, batch, repeats);
        else
            LayersText.End(timings);
        return 0;
    }
}
