using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using Perfolizer.Horology;

namespace Thaw.Benchmarks.Widths;

/// <summary>One job for each vector width; ratios are to the widest. What BenchmarkDotNet writes stays below <c>bin</c>.</summary>
internal sealed class WidthConfig : ManualConfig
{
    /// <summary>Makes the jobs.</summary>
    /// <param name="widths">From wide to narrow, at least one.</param>
    public WidthConfig(IReadOnlyList<VectorWidth> widths)
    {
        Add(DefaultConfig.Instance);
        ArtifactsPath = Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet.Artifacts");
        HideColumns("EnvironmentVariables");
        foreach (VectorWidth width in widths)
        {
            // The larger convolutions take seconds in scalar code, so few iterations, and short ones where a call is short
            Job job = new Job(width.Name)
                .WithWarmupCount(2)
                .WithIterationCount(7)
                .WithIterationTime(TimeInterval.FromMilliseconds(200))
                .WithEnvironmentVariable(WidthCheck.Variable, width.Name)
                .WithBaseline(width == widths[0]);
            AddJob(width.Switch is null ? job : job.WithEnvironmentVariable(width.Switch, width.Value));
        }
    }
}
