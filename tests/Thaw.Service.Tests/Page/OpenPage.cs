using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace Thaw.Service.Tests.Page;

/// <summary>The page in a browser. Ends with a check that the console told no error and that nothing was asked of other servers.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly List<string> _problems = [], _requests = [];
    private readonly Uri _service;
    private readonly string? _expected;

    private OpenPage(IPage page, Uri service, string? expected) => (Page, _service, _expected) = (page, service, expected);

    public IPage Page { get; }

    /// <summary>Method and path of each request so far.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>The answers, newest first.</summary>
    public ILocator Answers => Page.Locator(".answer");

    /// <param name="context">The browser's window.</param>
    /// <param name="service">Where the page is.</param>
    /// <param name="expected">What a console's errors may hold: those of answers that a test provokes, from the first on.</param>
    public static async Task<OpenPage> OpenAsync(IBrowserContext context, Uri service, string? expected)
    {
        var page = new OpenPage(await context.NewPageAsync(), service, expected);
        page.Listen();
        await page.Page.GotoAsync(service.AbsoluteUri);
        return page;
    }

    /// <summary>Chooses files, as the browser's dialog would.</summary>
    public Task ChooseAsync(params FilePayload[] files) => Page.SetInputFilesAsync("#files", files);

    /// <summary>Drops a file where an element is.</summary>
    public async Task DropAsync(string element, FilePayload file)
    {
        await using IJSHandle transfer = await TransferAsync(file);
        foreach (string kind in (string[])["dragover", "drop"])
            await Page.DispatchEventAsync(element, kind, new { dataTransfer = transfer });
    }

    /// <summary>Waits until so many pictures are answered.</summary>
    public async Task AnsweredAsync(int count)
    {
        await Assertions.Expect(Answers).ToHaveCountAsync(count);
        await Assertions.Expect(Page.Locator("[aria-busy]")).ToHaveCountAsync(0, new() { Timeout = 10_000 });
    }

    /// <summary>What an entry of the model's card or the service's numbers says.</summary>
    public ILocator Entry(string name) => Page.Locator("dl > div").Filter(new() { Has = Page.GetByText(name, new() { Exact = true }) }).Locator("dd");

    /// <summary>A file of a name.</summary>
    public static FilePayload Named(string name, byte[] bytes, string type = "image/png") => new() { Name = name, MimeType = type, Buffer = bytes };

    /// <summary>A picture of any size in grey stripes.</summary>
    public static FilePayload Striped(int width, int height)
    {
        int row = ((3 * width) + 3) / 4 * 4;
        byte[] file = new byte[54 + (row * height)];
        "BM"u8.CopyTo(file);
        foreach ((int at, int value) in ((int, int)[])[(2, file.Length), (10, 54), (14, 40), (18, width), (22, height), (26, 1 | (24 << 16))])
            BitConverter.TryWriteBytes(file.AsSpan(at), value);
        for (int i = 54; i < file.Length; i++)
            file[i] = (byte)((i - 54) / row * 8);
        return Named($"{width}x{height}.bmp", file, "image/bmp");
    }

    /// <summary>A share as the page writes it.</summary>
    public static string Percent(float share) => share switch
    {
        > 0.9995f and < 1 => "over 99.9\u00a0%",
        < 0.0005f and > 0 => "under 0.1\u00a0%",
        _ => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "\u00a0%",
    };

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.True(_problems.Count == 0, string.Join(Environment.NewLine, _problems));
        Assert.NotEmpty(_requests);
    }

    private void Listen()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && (_expected is null || !message.Text.Contains(_expected, StringComparison.Ordinal)))
                _problems.Add($"console: {message.Text}");
        };
        Page.PageError += (_, error) => _problems.Add($"script: {error}");
        Page.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            _requests.Add($"{request.Method} {address.PathAndQuery}");
            if (address.Scheme is not ("blob" or "data") && address.Authority != _service.Authority)
                _problems.Add($"asked of another server: {request.Url}");
        };
    }

    private Task<IJSHandle> TransferAsync(FilePayload file) => Page.EvaluateHandleAsync(
        """
        ({ name, type, base64 }) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name, { type }));
          return transfer;
        }
        """, new { name = file.Name, type = file.MimeType, base64 = Convert.ToBase64String(file.Buffer) });
}
