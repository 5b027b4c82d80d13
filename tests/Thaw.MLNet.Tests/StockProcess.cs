using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Thaw.MLNet.Tests;

/// <summary>A process with ML.NET's assemblies and none of Thaw's: loads a model, asks it about pictures, and saves it again.</summary>
internal sealed record StockProcess(IReadOnlyDictionary<string, double[][]> Answers, IReadOnlyList<string> Assemblies)
{
    private const string Program = "Thaw.MLNet.Stock";

    public static StockProcess Run(string model, string saved, IEnumerable<string> pictures)
    {
        string folder = typeof(StockProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "StockFolder").Value!;
        string[] thaws = [.. Directory.GetFiles(folder, "Thaw*.dll").Select(path => Path.GetFileNameWithoutExtension(path)).Except([Program])];
        Assert.Empty(thaws);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[] { Path.Combine(folder, Program + ".dll"), model, saved }.Concat(pictures))
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        StockProcess result = JsonSerializer.Deserialize<StockProcess>(output, JsonSerializerOptions.Web)!;
        Assert.DoesNotContain(result.Assemblies, name => name != Program && name.StartsWith("Thaw", StringComparison.Ordinal));
        Assert.Contains("Microsoft.ML.OnnxTransformer", result.Assemblies);
        return result;
    }
}
