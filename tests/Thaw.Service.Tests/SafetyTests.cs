using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Thaw.Service.Server;

namespace Thaw.Service.Tests;

[Collection(Served.Name)]
public sealed class SafetyTests(TrainedModel model) : IDisposable
{
    private const string Key = "0123456789abcdef-one", Other = "fedcba9876543210-two";
    private readonly string _keys = Path.GetTempFileName();

    public void Dispose() => File.Delete(_keys);

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://+:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://192.0.2.1:80")]
    [InlineData("http://example.com:80")]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:0")]
    public void An_address_that_others_reach_needs_keys_or_consent(string urls)
    {
        ServerSettings settings = Settings(urls.Split(';'));
        Assert.Contains("--allow-anonymous", Assert.Throws<ArgumentException>(() => ThawServer.Build(settings)).Message, StringComparison.Ordinal);
        ListenAddresses.Check(settings with { AllowAnonymous = true });
        ListenAddresses.Check(settings with { ApiKeyFile = _keys });
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://127.1.2.3:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://[::1]:8080")]
    [InlineData("https://localhost:8443")]
    public void Loopback_needs_neither(string url) => ListenAddresses.Check(Settings(url));

    [Theory]
    [InlineData("127.0.0.1:8080")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://127.0.0.1:8080/path")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("")]
    public void What_is_no_address_is_told(string url) => Assert.Contains($"'{url}'", Assert.Throws<ArgumentException>(() => ListenAddresses.Check(Settings(url))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Only_who_bears_a_key_is_answered()
    {
        await File.WriteAllTextAsync(_keys, $"# keys of the test\n{Key}\n\n  {Other}  \n");
        await using TestService service = await TestService.StartAsync(model, settings: settings => settings with { ApiKeyFile = _keys }, network: true);
        foreach (string path in (string[])["/v1/models", "/v1/models/surfaces", "/v1/health", "/v2", "/v2/models/surfaces", "/metrics"])
        {
            HttpResponseMessage refused = await service.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.Single().Scheme);
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(service, path, "Authorization", "Bearer " + Key[..^1])).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(service, path, "Authorization", "Basic " + Key)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(service, path, "X-Api-Key", "# keys of the test")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(service, path, "Authorization", "Bearer " + Key)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(service, path, "X-Api-Key", Other)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.ClassifyAsync(TrainedModel.Files[0])).StatusCode);
        foreach (string path in (string[])["/", "/page/page.js", "/page/page.css", "/v2/health/live", "/v2/health/ready", "/openapi/v1.json"])
            Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync(path)).StatusCode);
        Assert.Contains("thaw_failures_total{model=\"\",reason=\"unauthorized\"}",
            await (await AskAsync(service, "/metrics", "X-Api-Key", Key)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "holds no key")]
    [InlineData("# only a comment\n", "holds no key")]
    [InlineData("0123456789abcdef\nshort\n", "line 2")]
    [InlineData("with a space in it\n", "line 1")]
    [InlineData("schlüsselschlüsselschlüssel\n", "line 1")]
    public void A_file_of_bad_keys_is_told_without_telling_a_key(string text, string told)
    {
        File.WriteAllText(_keys, text);
        string message = Assert.Throws<ArgumentException>(() => ApiKeys.Read(_keys)).Message;
        Assert.Contains(told, message, StringComparison.Ordinal);
        Assert.All(text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'), key => Assert.DoesNotContain(key, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("evil.example:8080", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:1234", HttpStatusCode.OK)]
    [InlineData("[::1]:8080", HttpStatusCode.OK)]
    [InlineData("thaw.example", HttpStatusCode.OK)]
    public async Task On_loopback_without_keys_only_known_names_are_answered(string host, HttpStatusCode expected)
    {
        await using TestService service = await TestService.StartAsync(model, settings: settings => settings with { HostNames = ["thaw.example"] }, network: true);
        Assert.Equal(expected, (await AskAsync(service, "/v1/models", "Host", host)).StatusCode);
    }

    [Fact]
    public async Task Every_answer_has_the_headers_that_keep_browsers_from_misusing_it()
    {
        await using TestService service = await TestService.StartAsync(model);
        foreach (string path in (string[])["/", "/v1/models", "/v2", "/metrics", "/nothing", "/openapi/v1.json"])
        {
            HttpResponseMessage response = await service.Client.GetAsync(path);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            string policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("Server") || response.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_408_and_one_that_comes_slowly_is_ended()
    {
        await using TestService service = await TestService.StartAsync(model, options => options.BodyTimeout = TimeSpan.FromMilliseconds(300), network: true);
        string answer = await RawAsync(service, "POST /v1/models/surfaces/classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\nabc");
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"timeout\"", answer, StringComparison.Ordinal);
        Assert.Equal(0, service.Model.QueueLength);
    }

    [Fact]
    public async Task Headers_that_do_not_come_end_the_connection()
    {
        await using TestService service = await TestService.StartAsync(model, settings: settings => settings with { HeaderTimeout = TimeSpan.FromSeconds(1) }, network: true);
        string answer = await RawAsync(service, "POST /v1/models/surfaces/classify HTTP/1.1\r\nHost: loc");
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
    }

    private static ServerSettings Settings(params string[] urls) => new() { Urls = urls, Configure = options => options.AddModel("a", "a.zip") };

    private static async Task<HttpResponseMessage> AskAsync(TestService service, string path, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header, value);
        return await service.Client.SendAsync(request);
    }

    /// <summary>Sends bytes and reads until the server closes, 20 seconds at most.</summary>
    private static async Task<string> RawAsync(TestService service, string text)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(service.App.Urls.First()).Port);
        NetworkStream stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var answer = new StringBuilder();
        byte[] buffer = new byte[4096];
        int count;
        try
        {
            while ((count = await stream.ReadAsync(buffer, limit.Token)) > 0)
                answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
        catch (IOException)
        {
            // closed though the rest of the body never came
        }
        return answer.ToString();
    }
}
