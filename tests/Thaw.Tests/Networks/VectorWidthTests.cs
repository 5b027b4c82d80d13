using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Thaw.Kernels;
using Thaw.Tests.References;

namespace Thaw.Tests.Networks;

/// <summary>Every vector width gives the same bits: the same training steps run in processes in which wider vectors are off.</summary>
public class VectorWidthTests
{
    private const string Target = "THAW_TEST_FINGERPRINT";

    /// <summary>What the other processes run; it writes the width and a hash of the trained weights to a file if there is one to write to.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steps_end_in_finite_weights(bool normalized)
    {
        (string fingerprint, bool finite) = TrainedWeights(normalized);
        Assert.True(finite);
        if (Environment.GetEnvironmentVariable(Target) is { Length: > 0 } file)
            File.AppendAllLines(file, [$"{SimdWidth.Lanes} {normalized} {fingerprint}"]);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 8)]
    [InlineData("DOTNET_EnableHWIntrinsic", 1)]
    public void Narrower_vectors_give_the_same_bits(string off, int lanes)
    {
        string file = Path.Combine(Path.GetTempPath(), $"thaw-fingerprint-{Guid.NewGuid():N}");
        try
        {
            RunProbe(off, file);
            int expected = RuntimeInformation.ProcessArchitecture == Architecture.X64 || lanes == 1
                ? Math.Min(lanes, SimdWidth.Lanes)
                : SimdWidth.Lanes; // only x64 has the switch for 512 bits
            string[] own = [.. new[] { false, true }.Select(normalized => string.Create(
                CultureInfo.InvariantCulture, $"{expected} {normalized} {TrainedWeights(normalized).Fingerprint}"))];
            Assert.Equal(own, File.ReadAllLines(file).Order(StringComparer.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void RunProbe(string off, string file)
    {
        string test = $"{typeof(VectorWidthTests).FullName}.{nameof(Steps_end_in_finite_weights)}";
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "test", typeof(VectorWidthTests).Assembly.Location, "--filter", $"FullyQualifiedName~{test}" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[off] = "0";
        start.Environment[Target] = file;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && File.Exists(file), output);
    }

    private static (string Fingerprint, bool Finite) TrainedWeights(bool normalized)
    {
        using EngineStep engine = EngineStep.Vgg("vgg16", 32, 3, normalized, threads: 2, seed: 3);
        engine.Network.Plan(3, trainFrom: 0);
        for (ulong step = 0; step < 2; step++)
        {
            engine.Pass(Draw.NormalFloats(3 * 32 * 32 * 3, step), Draw.Labels(3, 3, step));
            engine.Step(0.01, 0.9, 1e-3);
        }
        float[] weights = [.. engine.Network.Weights.SelectMany(parameter => parameter.ToArray())];
        return (Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(weights))), Array.TrueForAll(weights, float.IsFinite));
    }
}
