using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Thaw.Kernels;
using Thaw.Tensors;
using Thaw.Tests.Kernels;
using Thaw.Tests.References;

namespace Thaw.Tests.Networks;

/// <summary>Every vector width gives the same bits: the same training steps and kernels run in processes in which wider vectors are off.</summary>
public class VectorWidthTests
{
    private const string Target = "THAW_TEST_FINGERPRINT";

    private static readonly Dictionary<string, Func<float[]>> _results = new(StringComparer.Ordinal)
    {
        ["kernels"] = EveryWayToConvolve,
        ["network"] = () => TrainedWeights(normalized: false),
        ["normalized network"] = () => TrainedWeights(normalized: true),
    };

    public static TheoryData<string> Results => [.. _results.Keys];

    /// <summary>What the other processes run; it writes the width and a hash of the results to a file if there is one to write to.</summary>
    [Theory]
    [MemberData(nameof(Results))]
    public void Results_are_finite(string what)
    {
        float[] results = _results[what]();
        Assert.All(results, value => Assert.True(float.IsFinite(value)));
        if (Environment.GetEnvironmentVariable(Target) is { Length: > 0 } file)
            File.AppendAllLines(file, [Line(SimdWidth.Lanes, what, results)]);
    }

    /// <summary>Each process says what vectors it used. Without AVX2 there is no fused multiply-add either, so no vectors serve.</summary>
    [Theory]
    [InlineData("DOTNET_EnableAVX512", "0", 8)]
    [InlineData("DOTNET_PreferredVectorBitWidth", "128", 4)]
    [InlineData("DOTNET_EnableAVX2", "0", 1)]
    [InlineData("DOTNET_EnableHWIntrinsic", "0", 1)]
    public void Narrower_vectors_give_the_same_bits(string name, string value, int lanes)
    {
        string file = Path.Combine(Path.GetTempPath(), $"thaw-fingerprint-{Guid.NewGuid():N}");
        try
        {
            RunProbe(name, value, file);
            int expected = RuntimeInformation.ProcessArchitecture == Architecture.X64 || name == "DOTNET_EnableHWIntrinsic"
                ? Math.Min(lanes, SimdWidth.Lanes)
                : SimdWidth.Lanes; // only x64 has the other switches
            Assert.Equal(_results.Select(result => Line(expected, result.Key, result.Value())), File.ReadAllLines(file).Order(StringComparer.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void RunProbe(string name, string value, string file)
    {
        string test = $"{typeof(VectorWidthTests).FullName}.{nameof(Results_are_finite)}";
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "test", typeof(VectorWidthTests).Assembly.Location, "--filter", $"FullyQualifiedName~{test}" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[name] = value;
        start.Environment[Target] = file;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && File.Exists(file), output);
    }

    private static string Line(int lanes, string what, float[] results) => string.Create(
        CultureInfo.InvariantCulture, $"{lanes} {what} {Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(results)))}");

    private static float[] TrainedWeights(bool normalized)
    {
        using EngineStep engine = EngineStep.Vgg("vgg16", 32, 3, normalized, threads: 2, seed: 3);
        engine.Network.Plan(3, trainFrom: 0);
        for (ulong step = 0; step < 2; step++)
        {
            engine.Pass(Draw.NormalFloats(3 * 32 * 32 * 3, step), Draw.Labels(3, 3, step));
            engine.Step(0.01, 0.9, 1e-3);
        }
        return [.. engine.Network.Weights.SelectMany(parameter => parameter.ToArray())];
    }

    /// <summary>Winograd's convolution and its gradients with tiles that each thread does whole and with tiles that threads share, over edges
    /// and not, with channels that fill no vector, pooled and gated; and the ways of maps that are small or have few channels.</summary>
    private static float[] EveryWayToConvolve()
    {
        using var cpu = new CpuProbe(2);
        return
        [
            .. Convolved(cpu, new Shape(8, 38, 39, 16), 70),
            .. Convolved(cpu, new Shape(1, 14, 14, 257), 129),
            .. Convolved(cpu, new Shape(2, 12, 16, 64), 64),
            .. Convolved(cpu, new Shape(5, 2, 3, 33), 21),
            .. Convolved(cpu, new Shape(2, 9, 11, 3), 17),
        ];
    }

    private static float[] Convolved(CpuProbe cpu, Shape map, int k)
    {
        float[] x = Draw.NormalFloats(map.Length, 1), kernel = Draw.NormalFloats(9 * map[3] * k, 2, 0.1), bias = Draw.NormalFloats(k, 3);
        float[] dy = Draw.NormalFloats(map.Length / map[3] * k, 4);
        (float[] y, float[] pooled) = cpu.PooledConvolution(map, x, kernel, bias, k, wantY: true);
        float[] dx = cpu.ConvolutionInputGradient(map, dy, kernel, k, gate: x);
        (float[] dkernel, float[]? dbias) = cpu.ConvolutionWeightGradient(map, x, dy, k);
        return [.. y, .. pooled, .. dx, .. dkernel, .. dbias!];
    }
}
