namespace Thaw.Benchmarks.Rounds;

/// <summary>Finds the programs, and says what to install where one is missing.</summary>
internal static class Contestants
{
    /// <summary>Thaw, PyTorch and ONNX Runtime.</summary>
    /// <param name="thaw">The built console app, or null for the one of this clone.</param>
    /// <param name="python">The interpreter with PyTorch, or null to look for one.</param>
    /// <param name="threads">How many each may use.</param>
    /// <param name="models">The folder for the ONNX files, one a case, which <see cref="Export"/> writes.</param>
    /// <exception cref="FailureException">One is missing.</exception>
    public static IReadOnlyList<Contestant> Find(string? thaw, string? python, int threads, string models)
    {
        string count = PeerCase.Text(threads);
        string[] app = Thaw(thaw);
        (python, string torch) = Python(python);
        return
        [
            new(Contestant.Thaw, ChildProcess.Run([.. app, "--version"]).Trim().Split(' ')[^1], work =>
            [
                .. app, "bench", "--network", work.Network, "--image", PeerCase.Text(work.Image), "--batch", PeerCase.Text(work.Batch),
                "--seconds", PeerCase.Text(work.Seconds), "--threads", count, "--json",
            ]),
            new("PyTorch", torch, work =>
            [
                python, Script("pytorch.py"), .. Sizes(work), "--width", PeerCase.Text(work.Width), "--threads", count,
                "--seconds", PeerCase.Text(work.Seconds), .. work.InferenceOnly ? (string[])["--inference-only"] : [],
            ]),
            new("ONNX Runtime", OnnxRuntime(), work =>
            [
                "node", Script("onnxruntime.mjs"), "--model", Model(models, work), .. Sizes(work), "--threads", count,
                "--seconds", PeerCase.Text(work.Seconds),
            ]),
        ];
    }

    /// <summary>Writes the network of a case for ONNX Runtime, with PyTorch.</summary>
    public static void Export(PeerCase work, string? python, string models) => ChildProcess.Run(
        [Python(python).Path, Script("pytorch.py"), .. Sizes(work), "--width", PeerCase.Text(work.Width), "--export", Model(models, work)]);

    /// <summary>The console app as a command.</summary>
    /// <param name="path">The built app, or null for the one of this clone.</param>
    /// <exception cref="FailureException">It is not there.</exception>
    public static string[] Thaw(string? path)
    {
        string app = path ?? Repository.Combine("src", "Thaw.Cli", "bin", "Release", "net10.0", "Thaw.Cli.dll");
        if (!File.Exists(app))
            throw new FailureException($"'{app}' does not exist. Build it: dotnet build -c Release Pipeline.sln; or name another with --thaw.");
        return app.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", app] : [app];
    }

    // Debian's package belongs to Debian's own interpreter, which need not be the first on the path
    private static (string Path, string Version) Python(string? asked)
    {
        string[] candidates = asked is null ? ["python3", "/usr/bin/python3"] : [asked];
        foreach (string candidate in candidates)
        {
            try
            {
                return (candidate, ChildProcess.Run([candidate, "-c", "import torch; print(torch.__version__)"]).Trim());
            }
            catch (FailureException)
            {
                // The next one, or the message below
            }
        }
        throw new FailureException(
            $"PyTorch is missing: 'import torch' fails in {string.Join(" and ", candidates)}. Install it, on Debian with " +
            "'apt-get install --no-install-recommends python3-torch', or name an interpreter that has it with --python.");
    }

    private static string OnnxRuntime()
    {
        try
        {
            ChildProcess.Run(["node", "--version"]);
        }
        catch (FailureException)
        {
            throw new FailureException("Node.js is missing: 'node --version' fails. Install version 18.3 or later, on Debian with 'apt-get install nodejs npm'.");
        }
        string package = Path.Combine(Script("node_modules"), "onnxruntime-node", "package.json");
        if (!File.Exists(package))
            throw new FailureException($"ONNX Runtime is missing. Install it: npm install --ignore-scripts --prefix {Script("")}");
        return PeerOutput.Parse(File.ReadAllText(package))["version"]!.GetValue<string>();
    }

    private static string[] Sizes(PeerCase work) => ["--image", PeerCase.Text(work.Image), "--batch", PeerCase.Text(work.Batch)];

    private static string Model(string folder, PeerCase work) => Path.Combine(folder, $"{work.Name}.onnx");

    private static string Script(string name) => Repository.Combine("tests", "Thaw.Benchmarks", "peers", name);
}
