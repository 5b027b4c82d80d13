using Microsoft.Playwright;

namespace Thaw.Service.Tests.Page;

/// <summary>One browser for all tests, started by the first that needs it.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Opens the page of a service in a window that shares nothing with others.</summary>
    internal async Task<OpenPage> OpenAsync(TestService service, BrowserNewContextOptions? options = null, string? expected = null)
    {
        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = ["--no-sandbox"] });
        IBrowserContext context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout(10_000);
        return await OpenPage.OpenAsync(context, service.Client.BaseAddress!, expected);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
    }
}
