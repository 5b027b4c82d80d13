using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Thaw.Cli.Runs;
using Thaw.Weights.Store;

namespace Thaw.Cli.Tests;

/// <summary><c>thaw weights</c>, on a store of its own in the workshop's folder. Nothing here reaches a network but the machine's own.</summary>
[Collection(WorkshopTests.Name)]
public sealed class WeightsTests : IDisposable
{
    private readonly Workshop _workshop;

    public WeightsTests(Workshop workshop)
    {
        _workshop = workshop;
        RemoveStore();
    }

    public void Dispose() => RemoveStore();

    [Fact]
    public void PathIsTheFolderBelowTheCache() => Assert.Equal((0, _workshop.At("cache", "weights") + "\n", ""), Run("path"));

    [Fact]
    public void AnEmptyStoreListsWhatIsBuiltInAndToBeHad()
    {
        (int code, string told, string error) = Run("list");
        Assert.Equal((0, ""), (code, error));
        string[] lines = told.Split('\n');
        Assert.Contains(lines, line => line.Contains("vgg16-tiny") && line.Contains("built in"));
        Assert.Contains(lines, line => line.Contains("vgg16-keras") && line.Contains("to be downloaded"));
        JsonNode list = Json("list");
        Assert.Equal(_workshop.At("cache", "weights"), (string?)list["folder"]);
        Assert.Equal("vgg16-tiny", (string?)list["builtIn"]![0]!["name"]);
        Assert.Empty(list["stored"]!.AsArray());
        Assert.False((bool)list["published"]![0]!["stored"]!);
        Assert.False(Directory.Exists(_workshop.At("cache")));
    }

    [Fact]
    public void AnImportedBackboneIsUsedByItsName()
    {
        (int code, string told, string error) = Run("import", "tiny.safetensors", "--as", "mine");
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("Stored mine (vgg11, ", told, StringComparison.Ordinal);
        Assert.EndsWith("next: thaw compare DATA --backbone mine\n", told, StringComparison.Ordinal);
        Assert.Equal("mine", (string?)Json("list")["stored"]![0]!["name"]);
        Assert.Equal(File.ReadAllBytes(_workshop.At("tiny.safetensors")), File.ReadAllBytes((string)Json("info", "mine")["file"]!));

        Ended trained = _workshop.Run("train", "pics", "--plan", "frozen", "--backbone", "mine", "--seeds", "1", "--epochs", "1", "--out", "with-stored");
        Assert.Equal((0, ""), (trained.Code, trained.Error));
        Assert.Contains("backbone: mine", File.ReadAllText(_workshop.At("with-stored", "run.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void AnImportReplacesOnlyByForce()
    {
        Assert.Equal("mine", (string?)Json("import", "tiny.safetensors", "--as", "mine")["name"]);
        Fails("'mine' is stored already; add --force", "import", "tiny.safetensors", "--as", "mine");
        Assert.Equal("mine", (string?)Json("import", "tiny.safetensors", "--as", "mine", "--force")["name"]);
    }

    [Fact]
    public void WhatIsNoBackboneOrNoNameIsNotImported()
    {
        Fails("'tiny.yaml': Expected a safetensors", "import", "tiny.yaml", "--as", "mine");
        Fails("No file at 'tiny.safetensor'. Did you mean", "import", "tiny.safetensor", "--as", "mine");
        Fails("got '../mine'", "import", "tiny.safetensors", "--as", "../mine");
        Fails("'vgg16-tiny' is built in", "import", "tiny.safetensors", "--as", "vgg16-tiny");
        Fails("is not the published file that 'vgg16-keras' stands for", "import", "tiny.safetensors", "--as", "vgg16-keras");
        Assert.False(Directory.Exists(_workshop.At("cache")));
    }

    [Fact]
    public void InfoDescribesFilesBuiltInAndStoredOnesAlike()
    {
        Run("import", "tiny.safetensors", "--as", "mine");
        JsonNode file = Json("info", "tiny.safetensors"), stored = Json("info", "mine"), builtIn = Json("info", "vgg16-tiny");
        Assert.Equal(("file", "stored", "built in"), ((string?)file["where"], (string?)stored["where"], (string?)builtIn["where"]));
        Assert.Equal(("vgg11", 0.0625, 32), ((string?)file["network"], (double)file["width"]!, (int)file["imageSize"]!));
        Assert.Equal(_workshop.At("tiny.safetensors"), (string?)stored["source"]);
        foreach (string key in (string[])["network", "width", "imageSize", "preprocessing", "parameters", "sha256", "size", "metadata"])
            Assert.Equal(file[key]!.ToJsonString(), stored[key]!.ToJsonString());
        // A sixteenth of 64, 128, 256, 256, 512, 512, 512, 512 channels: nine weights a pair, one bias a channel
        int[] channels = [3, 4, 8, 16, 16, 32, 32, 32, 32];
        Assert.Equal(Enumerable.Range(1, 8).Sum(i => (9 * channels[i - 1] + 1) * channels[i]), (int)file["parameters"]!);
        (int code, string told, string error) = Run("info", "vgg16-tiny");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches("(?m)^parameters +920,784$", told);
        Assert.Matches(@"(?m)^preprocessing +RGB; \(value \* 0\.003921569 - mean\) / deviation, mean 0\.485, 0\.456, 0\.406, deviation 0\.229, 0\.224, 0\.225$", told);
    }

    [Fact]
    public void DamageIsToldWithWhatToDo()
    {
        string file = (string)Json("import", "tiny.safetensors", "--as", "mine")["file"]!;
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        Fails("should have the SHA-256", "info", "mine");
        Ended training = _workshop.Run("compare", "pics", "--backbone", "mine");
        Assert.Contains("Store it again with: thaw weights import FILE --as mine --force", Assert.Single(training.ErrorLines), StringComparison.Ordinal);
        File.Delete(file);
        Assert.Contains("is missing", (string?)Json("list")["stored"]![0]!["damage"], StringComparison.Ordinal);
        Assert.Contains("damaged", Run("list").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingBackboneSaysHowToGetIt()
    {
        Ended ended = _workshop.Run("compare", "pics", "--backbone", "vgg16-keras");
        Assert.Equal((1, "thaw: The backbone 'vgg16-keras' is not here yet; download it with: thaw weights download vgg16-keras\n"), (ended.Code, ended.Error));
    }

    [Fact]
    public async Task ADownloadThatBreaksOffGoesOnAndIsStored()
    {
        byte[] file = File.ReadAllBytes(_workshop.At("tiny.safetensors"));
        int half = file.Length / 2;
        using TcpListener server = Listen();
        Task answers = Task.Run(() =>
        {
            Answer(server, $"200 OK\r\nETag: \"1\"\r\nContent-Length: {file.Length}", file[..half]);
            Assert.Contains($"Range: bytes={half}-", Answer(server, $"206 Partial Content\r\nETag: \"1\"\r\nContent-Range: bytes {half}-{file.Length - 1}/{file.Length}"
                + $"\r\nContent-Length: {file.Length - half}", file[half..]), StringComparison.Ordinal);
        });
        var published = new PublishedBackbone
        {
            Name = "small",
            Address = new Uri($"http://{server.LocalEndpoint}/tiny.safetensors"),
            Source = "a test",
            Network = "vgg11",
            Width = 1.0 / 16,
        };
        Ended ended = ThawProcess.Within(() => WeightsDownload.Execute(published, force: false, json: false, default));
        await answers;
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        string[] lines = ended.Out.Split('\n');
        Assert.StartsWith("Downloading small (", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("; trying again in 1 s.", lines[1], StringComparison.Ordinal);
        Assert.Matches("^small is stored \\(vgg11, .*, SHA-256 [0-9a-f]{64}\\); next: thaw compare DATA --backbone small$", lines[2]);
        Assert.Equal(file, File.ReadAllBytes((string)Json("info", "small")["file"]!));

        Ended again = ThawProcess.Within(() => WeightsDownload.Execute(published, force: false, json: false, default));
        Assert.StartsWith("small is stored already (vgg11, ", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutANetworkOneLineSaysWhatToDo()
    {
        using TcpListener nobody = Listen();
        string proxy = $"http://{nobody.LocalEndpoint}";
        nobody.Stop();
        using Process process = Download(proxy);
        Ended ended = ThawProcess.Wait(process);
        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Matches("^thaw: storage.googleapis.com cannot be reached: Connection refused \\(127.0.0.1:\\d+\\). By hand: fetch https://storage.googleapis.com/\\S+_notop.h5 "
            + "in another way, then: thaw weights import FILE --as vgg16-keras$", Assert.Single(ended.ErrorLines));
    }

    [Fact]
    public void AStoppedDownloadSaysHowToGoOn()
    {
        using TcpListener silent = Listen();
        using Process process = Download($"http://{silent.LocalEndpoint}");
        using TcpClient client = silent.AcceptTcpClient(); // the proxy was asked, and never answers
        using (Process kill = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {process.Id}")]))
            kill.WaitForExit();
        Ended ended = ThawProcess.Wait(process);
        Assert.Equal((130, "thaw: Stopped. The same command goes on: thaw weights download vgg16-keras\n"), (ended.Code, ended.Error));
    }

    private Process Download(string proxy) => ThawProcess.Start(_workshop.Folder, ["weights", "download", "vgg16-keras"],
        ("HTTPS_PROXY", proxy), ("https_proxy", proxy), ("ALL_PROXY", ""), ("all_proxy", ""), ("NO_PROXY", ""), ("no_proxy", ""));

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    /// <summary>Answers one request and closes the connection; gives what was asked.</summary>
    private static string Answer(TcpListener server, string head, byte[] body)
    {
        using TcpClient client = server.AcceptTcpClient();
        NetworkStream stream = client.GetStream();
        var asked = new StringBuilder();
        while (!asked.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            asked.Append((char)stream.ReadByte());
        stream.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n"));
        stream.Write(body);
        return asked.ToString();
    }

    private (int Code, string Out, string Error) Run(params string[] arguments)
    {
        Ended ended = _workshop.Run(["weights", .. arguments]);
        return (ended.Code, ended.Out, ended.Error);
    }

    private JsonNode Json(params string[] arguments)
    {
        (int code, string told, string error) = Run([.. arguments, "--json"]);
        Assert.Equal((0, ""), (code, error));
        return JsonNode.Parse(told)!;
    }

    private void Fails(string expected, params string[] arguments)
    {
        (int code, string told, string error) = Run(arguments);
        Assert.Equal((1, ""), (code, told));
        Assert.Contains(expected, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private void RemoveStore()
    {
        if (Directory.Exists(_workshop.At("cache")))
            Directory.Delete(_workshop.At("cache"), recursive: true);
    }
}
