using System.Threading.Channels;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Thaw.Service.Tests.Page;

/// <summary>Who may use the page, and how: keys, the keyboard alone, and a policy under which only its own script runs.</summary>
[Collection(Served.Name)]
public sealed class PageAccessTests(TrainedModel model, Browser browser, PageService shared) : IClassFixture<PageService>
{
    private const string Key = "0123456789abcdef-page";

    private static readonly FilePayload Picture = OpenPage.Named("surface.png", TrainedModel.Files[0]);

    [ChromiumFact]
    public async Task Where_a_key_is_needed_the_page_asks_for_it()
    {
        string keys = Path.GetTempFileName();
        await File.WriteAllTextAsync(keys, Key);
        await using TestService service = await TestService.StartAsync(model, settings: settings => settings with { ApiKeyFile = keys }, network: true);
        await using (OpenPage page = await browser.OpenAsync(service, expected: "status of 401"))
        {
            ILocator key = page.Page.GetByLabel("Key of this service"), hint = page.Page.Locator("#key-hint"), section = page.Page.Locator("#key-section");
            await Expect(page.Page.Locator("#state")).ToHaveTextAsync("A key is needed");
            await page.ChooseAsync(Picture);
            await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("needs a key");
            await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "The model" })).ToBeHiddenAsync();
            foreach (string wrong in (string[])["0123456789abcdef-other", "schlüssel"])
            {
                await key.FillAsync(wrong);
                await key.PressAsync("Enter");
                await Expect(hint).ToHaveTextAsync("The service does not know this key.");
                await Expect(key).ToBeFocusedAsync();
                await hint.EvaluateAsync("hint => hint.textContent = ''");
            }
            int asked = page.Requests.Count;
            await Task.Delay(1500);
            Assert.Equal(asked, page.Requests.Count); // each refusal is counted as a failure, so the page does not go on asking
            await key.FillAsync(Key);
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();
            await Expect(section).ToBeHiddenAsync();
            await Expect(page.Page.Locator("#files")).ToBeFocusedAsync();
            await Expect(page.Page.Locator("#state")).ToHaveTextAsync("Ready");
            await Expect(page.Page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
            await Expect(page.Entry("Name")).ToHaveTextAsync("surfaces");
            await page.ChooseAsync(Picture);
            await page.AnsweredAsync(1);
            await Expect(page.Page.Locator(".label")).ToHaveTextAsync(model.Classifier.Classify(TrainedModel.Files[0]).Label);
            Assert.DoesNotContain(page.Requests, request => request.Contains(Key, StringComparison.Ordinal));
            Assert.Equal(0, await page.Page.EvaluateAsync<int>("() => localStorage.length + sessionStorage.length + document.cookie.length"));
        }
        File.Delete(keys);
    }

    [ChromiumFact]
    public async Task The_keyboard_alone_is_enough()
    {
        string other = Path.GetTempFileName();
        File.Copy(model.Zip, other, overwrite: true);
        await using TestService service = await TestService.StartAsync(model, options => options.AddModel("walls", other), network: true);
        await using (OpenPage open = await browser.OpenAsync(service))
        {
            IPage page = open.Page;
            var choosers = Channel.CreateUnbounded<IFileChooser>();
            page.FileChooser += (_, chooser) => choosers.Writer.TryWrite(chooser); // listens from the start, since the browser hears of it a little later
            await Expect(page.Locator("#state")).ToHaveTextAsync("Ready");
            await TabToAsync(page, "#model");
            await page.Keyboard.PressAsync("w");
            await Expect(open.Entry("Name")).ToHaveTextAsync("walls");
            await TabToAsync(page, "#files");
            foreach (string press in (string[])["Enter", "Space"])
            {
                await page.Keyboard.PressAsync(press);
                IFileChooser chooser = await choosers.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
                Assert.True(chooser.IsMultiple);
                await chooser.SetFilesAsync(Picture);
            }
            await open.AnsweredAsync(2);
            await TabToAsync(page, ".look");
            await page.Keyboard.PressAsync("Space");
            await Expect(page.Locator(".overlay").First).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator(".overlay").First).ToBeHiddenAsync();
            await TabToAsync(page, ".look");
            await TabToAsync(page, "#clear");
            await page.Keyboard.PressAsync("Enter");
            await Expect(open.Answers).ToHaveCountAsync(0);
            await Expect(page.Locator("#files")).ToBeFocusedAsync();
            await Expect(page.Locator("#clear")).ToBeHiddenAsync();
        }
        File.Delete(other);
    }

    [ChromiumFact]
    public async Task Only_the_pages_own_script_and_style_take_effect()
    {
        await using OpenPage page = await browser.OpenAsync(shared.Service, expected: "Content Security Policy");
        var told = new List<string>();
        page.Page.Console += (_, message) => told.Add(message.Text);
        await page.Page.EvaluateAsync(
            """
            async () => {
              const script = document.createElement('script');
              script.textContent = 'window.injected = true';
              document.head.append(script);
              document.body.setAttribute('style', 'display: none');
              await fetch('http://127.0.0.2:9/').catch(() => { });
            }
            """);
        Assert.False(await page.Page.EvaluateAsync<bool>("() => 'injected' in window"));
        await Expect(page.Page.Locator("h1")).ToBeVisibleAsync();
        Assert.Contains(told, text => text.Contains("script-src", StringComparison.Ordinal));
        Assert.Contains(told, text => text.Contains("style-src", StringComparison.Ordinal));
        Assert.Contains(told, text => text.Contains("connect-src", StringComparison.Ordinal));
    }

    /// <summary>Goes on by Tab alone until an element has the focus, which must be seen.</summary>
    private static async Task TabToAsync(IPage page, string selector)
    {
        for (int i = 0; i < 6; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            string[] focus = await page.EvaluateAsync<string[]>(
                """
                () => {
                  const focus = document.activeElement, ring = getComputedStyle(focus.closest('.drop') ?? focus);
                  return [focus.matches('#files') ? '#files' : focus.id ? '#' + focus.id : '.' + focus.classList[1], ring.outlineStyle, ring.outlineWidth];
                }
                """);
            Assert.Equal(("solid", "3px"), (focus[1], focus[2]));
            if (focus[0] == selector)
                return;
        }
        Assert.Fail($"Tab did not get to {selector}.");
    }
}
