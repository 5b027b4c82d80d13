using Thaw.Kernels;

namespace Thaw.Benchmarks.Widths;

/// <summary>Sees to it that a job measures the vector width that it is named after.</summary>
internal static class WidthCheck
{
    /// <summary>The environment variable in which a job tells its processes which width they should have.</summary>
    public const string Variable = "THAW_BENCHMARK_WIDTH";

    /// <summary>Compares the width that the kernels found with the job's; a process of no such job passes.</summary>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void Assert()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } name)
            return;
        VectorWidth width = VectorWidth.All.Single(width => width.Name == name);
        if (SimdWidth.Lanes != width.Lanes)
        {
            throw new InvalidOperationException(
                $"The job {name} expects kernels of {width.Lanes} lanes, but they have {SimdWidth.Lanes}: {width.Switch ?? "no switch"} did not take.");
        }
    }
}
