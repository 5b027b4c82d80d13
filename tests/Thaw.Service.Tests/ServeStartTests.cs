using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Thaw.Service.Tests;

/// <summary><c>thaw serve</c> as a process: what it says where it can't start.</summary>
[Collection(Served.Name)]
public sealed class ServeStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thaw-serve-").FullName;

    public ServeStartTests(TrainedModel model)
    {
        File.Copy(model.Zip, Path.Combine(_folder, "birds.zip"));
        File.Copy(model.Zip, Path.Combine(_folder, "b rds.zip"));
        File.WriteAllText(Path.Combine(_folder, "text.zip"), "this is no zip");
        File.WriteAllText(Path.Combine(_folder, "keys"), "short\n");
        File.Copy(model.Zip, Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "run", "models")).FullName, "full.zip"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bird.zip", 1, "No model at", "Did you mean", "birds.zip")]
    [InlineData("none/bird.zip", 1, "No model at", "none/bird.zip")]
    [InlineData("text.zip", 1, "text.zip' is no model that can be loaded")]
    [InlineData("run", 1, "'run' is a folder; expected a model zip", "run/models/full.zip")]
    [InlineData("birds.zip run/models/full.zip birds=text.zip", 2, "Two models are called 'birds'", "NAME=text.zip")]
    [InlineData("b+rds.zip", 2, "can't be served under the name of its file", "as in b-rds=b rds.zip")]
    [InlineData("b+rds=birds.zip", 2, "give it one of letters, digits", "as in b-rds=birds.zip")]
    [InlineData("birds=", 2, "'birds=': expected a model zip behind the name")]
    [InlineData("birds.zip --urls 127.0.0.1:8080", 2, "Expected an address to listen on, such as http://127.0.0.1:8080, got '127.0.0.1:8080'")]
    [InlineData("birds.zip --urls http://a@127.0.0.1:8080", 2, "Expected an address to listen on")]
    [InlineData("birds.zip --urls http://0.0.0.0:0", 2, "--api-key-file FILE", "--allow-anonymous")]
    [InlineData("birds.zip --urls http://192.0.2.1:8080 --allow-anonymous", 1, "Can't listen on http://192.0.2.1:8080", "an address of this machine")]
    [InlineData("birds.zip --urls https://127.0.0.1:0", 1, "https needs a certificate")]
    [InlineData("birds.zip --api-key-file none", 1, "There is no file of keys 'none'", "openssl rand -hex 32")]
    [InlineData("birds.zip --api-key-file keys", 2, "'keys', line 1: expected a key of 16 to 512")]
    [InlineData("birds.zip --max-bach 3", 2, "Unknown option '--max-bach'; did you mean '--max-batch'?")]
    [InlineData("birds.zip --max-batch 99", 2, "--max-batch: expected a whole number from 1 to 32, got '99'")]
    [InlineData("birds.zip --watch -1", 2, "--watch: expected a number of seconds from 0 to 3600, got '-1'")]
    [InlineData("birds.zip --log xml", 2, "--log: expected text or json, got 'xml'")]
    public async Task One_line_says_why_it_can_not_start(string arguments, int code, params string[] told) =>
        AssertOneLine(await ServeProcess.RunAsync(_folder, arguments.Split(' ').Select(argument => argument.Replace('+', ' '))), code, told);

    [Fact]
    public async Task A_port_in_use_is_told()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        string url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");
        AssertOneLine(await ServeProcess.RunAsync(_folder, "birds.zip", "--urls", url), 1, $"Another program listens on {url} already", "--urls");
    }

    [Fact]
    public async Task Settings_that_lie_about_change_no_address()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "appsettings.json"), """{"Kestrel":{"Endpoints":{"a":{"Url":"http://0.0.0.0:0"}}},"Logging":{"LogLevel":{"Default":"Trace","Microsoft":"Trace"}}}""");
        using ServeProcess serve = await ServeProcess.StartAsync(_folder, "birds.zip");
        Assert.Equal($"Listening on http://127.0.0.1:{serve.Port}\n", serve.Out);
        Assert.Equal(2, serve.ErrorLines.Length);
    }

    private static void AssertOneLine((int Code, string Out, string Error) ended, int code, params IEnumerable<string> told)
    {
        Assert.Equal((code, ""), (ended.Code, ended.Out));
        string[] lines = ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("thaw: ", lines[^1], StringComparison.Ordinal);
        Assert.All(told, words => Assert.Contains(words, lines[^1], StringComparison.Ordinal));
        // A model that could be loaded was told of before; nothing else stands there
        Assert.All(lines[..^1], line => Assert.Contains(" info: ", line, StringComparison.Ordinal));
        foreach (string word in (string[])["   at ", "Exception", "Parameter", "mistake in Thaw"])
            Assert.DoesNotContain(word, ended.Error, StringComparison.Ordinal);
    }
}
