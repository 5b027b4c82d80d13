using BenchmarkDotNet.Running;
using Thaw.Benchmarks.Advice;
using Thaw.Benchmarks.Layers;
using Thaw.Benchmarks.Rounds;
using Thaw.Benchmarks.Serve;
using Thaw.Benchmarks.Widths;

namespace Thaw.Benchmarks;

/// <summary>The modes of the program: <c>layers</c>, <c>peers</c>, <c>advice</c>, <c>serve</c>, and BenchmarkDotNet for everything else.</summary>
internal static class BenchmarkCommand
{
    private const int Failed = 1, WrongUsage = 2;

    /// <summary>Runs a mode.</summary>
    /// <param name="args">The command line without the program's name.</param>
    /// <returns>0 done; 1 failed; 2 wrong usage; the last two with one line on stderr.</returns>
    public static int Run(string[] args)
    {
        try
        {
            switch (args)
            {
                case ["layers", .. string[] rest]:
                    return LayersMode.Run(rest);
                case ["peers", .. string[] rest]:
                    return PeersMode.Run(rest);
                case ["advice", .. string[] rest]:
                    return AdviceMode.Run(rest);
                case ["serve", .. string[] rest]:
                    return ServeMode.Run(rest);
                case [LoadGenerator.Name, .. string[] rest]:
                    return LoadGenerator.Run(rest);
                default:
                    (IReadOnlyList<VectorWidth> widths, string[] others) = VectorWidth.TakeFrom(args);
                    BenchmarkSwitcher.FromAssembly(typeof(BenchmarkCommand).Assembly).Run(others, new WidthConfig(widths));
                    return 0;
            }
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine(e.Message);
            return WrongUsage;
        }
        catch (FailureException e)
        {
            Console.Error.WriteLine(e.Message);
            return Failed;
        }
    }
}
