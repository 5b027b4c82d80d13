using System.Net.Sockets;
using System.Text.Json;

namespace Thaw.Service.Tests;

/// <summary><c>thaw serve</c> as a process: how it ends, and what it writes.</summary>
[Collection(Served.Name)]
public sealed class ServeEndTests(TrainedModel model)
{
    private const int SigInt = 2, SigTerm = 15;

    private static byte[] Png => TrainedModel.Files[0];

    private string Folder => Path.GetDirectoryName(model.Zip)!;

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_lets_it_answer_what_it_has_begun_and_end_with_0(string signal)
    {
        using ServeProcess serve = await ServeProcess.StartAsync(Folder, model.Zip);
        using RawConnection slow = await RawConnection.OpenAsync(serve.Port), idle = await RawConnection.OpenAsync(serve.Port);
        await slow.SendAsync(RawConnection.Head(Png.Length));
        await slow.SendAsync(Png.AsMemory(0, 50));
        await Task.Delay(300);
        serve.Signal(signal);
        await UntilRefusedAsync(serve.Port);
        await slow.SendAsync(Png.AsMemory(50));
        await slow.ReadAsync();
        Assert.Equal([200], slow.Statuses);
        Assert.Equal(0, await serve.EndAsync(10));
        Assert.Equal($"Listening on http://127.0.0.1:{serve.Port}\n", serve.Out);
        Assert.All(serve.ErrorLines, line => Assert.Contains(" info: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_that_never_ends_is_cut_off_when_the_time_to_drain_is_over()
    {
        using ServeProcess serve = await ServeProcess.StartAsync(Folder, model.Zip, "--drain", "1");
        using RawConnection endless = await RawConnection.OpenAsync(serve.Port);
        await endless.SendAsync(RawConnection.Head(Png.Length));
        await Task.Delay(300);
        serve.Signal("TERM");
        Assert.Equal(0, await serve.EndAsync(8));
        Assert.DoesNotContain(serve.ErrorLines, line => !line.Contains(" info: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("TERM", SigTerm)]
    [InlineData("INT", SigInt)]
    public async Task A_second_signal_ends_it_at_once(string signal, int number)
    {
        using ServeProcess serve = await ServeProcess.StartAsync(Folder, model.Zip);
        using RawConnection endless = await RawConnection.OpenAsync(serve.Port);
        await endless.SendAsync(RawConnection.Head(Png.Length));
        await Task.Delay(300);
        serve.Signal(signal);
        await UntilRefusedAsync(serve.Port);
        serve.Signal(signal);
        Assert.Equal(128 + number, await serve.EndAsync(8));
    }

    [Fact]
    public async Task Nothing_of_a_request_gets_into_the_log_of_which_each_line_is_json()
    {
        const string Mark = "EVIL";
        using ServeProcess serve = await ServeProcess.StartAsync(Folder, model.Zip, "--log", "json");
        string[] texts = [$"{Mark}\u001b[31m", $"{Mark}\r\n99:99:99 fail: {Mark}", $"{Mark}\"}}\n{{\"a\":1}}", Mark + new string('x', 6000), $"{Mark}\0", $"{Mark}\u00ff\u009b"];
        foreach (string text in texts)
        {
            string escaped = Uri.EscapeDataString(text), json = JsonSerializer.Serialize(text);
            string part = $"--cut\r\nContent-Disposition: form-data; name=\"{text}\"; filename=\"{text}\"\r\n\r\n{text}\r\n--cut--\r\n";
            foreach (string request in (string[])
            [
                $"GET /{escaped} HTTP/1.1\r\nHost: localhost\r\n\r\n", $"GET /{text} HTTP/1.1\r\nHost: localhost\r\n\r\n", $"{text} / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                $"POST /v1/models/{escaped}/classify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", $"POST /v2/models/surfaces/versions/{escaped}/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
                $"POST /v1/models/surfaces/classify?explain={escaped} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
                $"GET /v1/models HTTP/1.1\r\nHost: {text}\r\nX-Api-Key: {text}\r\n{text}: a\r\n\r\n", Post("application/json", $$"""{"image":{{json}}}"""), Post("application/json", $$"""{ {{json}}:1"""),
                Post(text, "a"), Post("multipart/form-data; boundary=cut", part), Post("multipart/form-data; boundary=" + text, part), Post("image/png", text),
                Post("application/json", $$"""{"id":{{json}},"inputs":[{"name":{{json}},"shape":[1],"datatype":{{json}},"data":[{{json}}]}]}""", "/v2/models/surfaces/infer"),
            ])
            {
                using RawConnection connection = await RawConnection.OpenAsync(serve.Port);
                await connection.SendAsync(request);
                await connection.ReadHeadAsync();
                Assert.All(connection.Statuses, status => Assert.InRange(status, 400, 499));
            }
        }
        serve.Signal("TERM");
        Assert.Equal(0, await serve.EndAsync(10));
        Assert.Equal($"Listening on http://127.0.0.1:{serve.Port}\n", serve.Out);
        Assert.DoesNotContain(Mark, serve.Error, StringComparison.Ordinal);
        Assert.Equal(2, serve.ErrorLines.Length); // the model is loaded; it is ready
        Assert.All(serve.ErrorLines, line => Assert.Equal("Information", JsonDocument.Parse(line).RootElement.GetProperty("LogLevel").GetString()));
    }

    private static string Post(string type, string body, string path = "/v1/models/surfaces/classify") =>
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    private static async Task UntilRefusedAsync(int port)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                using RawConnection connection = await RawConnection.OpenAsync(port);
            }
            catch (SocketException)
            {
                return;
            }
            Assert.True(i < 250, "New connections were taken for 5 s.");
            await Task.Delay(20);
        }
    }
}
