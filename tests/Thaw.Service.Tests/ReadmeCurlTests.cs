using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Thaw.Service.Tests;

/// <summary>Runs each curl line of the README against a service of that model's name.</summary>
[Collection(Served.Name)]
public sealed partial class ReadmeCurlTests(TrainedModel model)
{
    [Fact]
    public async Task Every_curl_line_is_answered()
    {
        string[] lines = [.. (await File.ReadAllLinesAsync(Path.Combine(TrainedModel.Root(), "README.md"))).Where(line => line.StartsWith("curl ", StringComparison.Ordinal))];
        Assert.True(lines.Length >= 5);
        string folder = Directory.CreateTempSubdirectory("thaw-curl-").FullName;
        await using TestService service = await TestService.StartAsync(model, options => options.AddModel("decks", model.Zip), network: true);
        try
        {
            foreach (string name in (string[])["deck.jpg", "other.jpg"])
                await File.WriteAllBytesAsync(Path.Combine(folder, name), TrainedModel.Files[1]);
            foreach (string line in lines)
            {
                (int code, string answer) = await RunAsync(folder, Address().Replace(line, service.App.Urls.First()).Replace("curl ", "curl -sS --fail-with-body ", StringComparison.Ordinal));
                Assert.True(code == 0, $"{line}\n{answer}");
                string told = line.Contains("metrics", StringComparison.Ordinal) ? "thaw_pictures_total" : line.Contains("explain", StringComparison.Ordinal) ? "\"overlay\":\""
                    : line.Contains("classify", StringComparison.Ordinal) ? "\"label\":\"" : line.Contains("ready", StringComparison.Ordinal) ? "\"ready\":true" : "\"inputs\":[";
                Assert.Contains(told, answer, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Code, string Answer)> RunAsync(string folder, string line)
    {
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", line]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = shell.StandardOutput.ReadToEndAsync(), error = shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, await output + await error);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:8080")]
    private static partial Regex Address();
}
