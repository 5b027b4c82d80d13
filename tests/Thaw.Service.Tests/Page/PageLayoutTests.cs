using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Thaw.Service.Tests.Page;

/// <summary>How the page looks: on desks and phones, by day and by night, with names and pictures of every size.</summary>
[Collection(Served.Name)]
public sealed class PageLayoutTests(Browser browser, LongNamesService shared) : IClassFixture<LongNamesService>
{
    /// <summary>Texts whose contrast against what lies behind them is under 4.5, the least of WCAG's level AA.</summary>
    private const string FaintTexts =
        """
        () => {
          const numbers = color => color.match(/[\d.]+/g).map(Number);
          const light = color => {
            const [r, g, b] = numbers(color).map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const behind = element => {
            for (; element; element = element.parentElement) {
              const color = getComputedStyle(element).backgroundColor;
              if ((numbers(color)[3] ?? 1) > 0) return color;
            }
            return 'rgb(255, 255, 255)';
          };
          const texts = [...document.querySelectorAll('body *')].filter(element => element.checkVisibility() && [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
          if (texts.length < 20) throw new Error('only ' + texts.length + ' texts');
          return texts.map(element => {
            const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a);
            return [(a + 0.05) / (b + 0.05), element.textContent.slice(0, 60)];
          }).filter(([contrast]) => contrast < 4.5).map(([contrast, text]) => contrast.toFixed(2) + ' ' + text);
        }
        """;

    /// <summary>Elements that a reader of the screen could not name.</summary>
    private const string Nameless =
        """
        () => [...document.querySelectorAll('img:not([alt]), .picture[alt=""], button, input, select, section, ul, ol')].filter(element => element.matches('img')
          || !(element.textContent.trim() && element.matches('button')) && !element.labels?.length && !element.ariaLabel && !document.getElementById(element.getAttribute('aria-labelledby'))?.textContent)
          .map(element => element.outerHTML)
        """;

    [ChromiumTheory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Dark)]
    public async Task Everything_fits_can_be_read_and_has_a_name(int width, ColorScheme scheme)
    {
        await using OpenPage page = await browser.OpenAsync(shared.Service, new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme }, expected: "status of 400");
        await Expect(page.Page.Locator("#state")).ToHaveTextAsync("Ready");
        await page.ChooseAsync(
            OpenPage.Striped(8, 8), OpenPage.Striped(600, 1800), OpenPage.Named(new string('n', 120) + ".png", TrainedModel.Files[0]), OpenPage.Named("broken.png", "words"u8.ToArray()));
        await page.AnsweredAsync(4);
        await page.DropAsync("#drop", OpenPage.Named(new string('m', 120) + ".txt", [1], "text/plain"));
        foreach (ILocator look in await page.Page.Locator(".look:not([hidden])").AllAsync())
            await look.ClickAsync();
        await page.Page.EvaluateAsync("() => { for (const id of ['key-section', 'problem']) document.getElementById(id).hidden = false; document.getElementById('problem').textContent = 'Problem'; }");
        Assert.Equal(width, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(await page.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('main *')].filter(element => element.checkVisibility() && !element.closest('.unseen') && (element.getBoundingClientRect().right > innerWidth || element.getBoundingClientRect().left < 0)).map(element => element.outerHTML)"));
        Assert.Empty(await page.Page.EvaluateAsync<string[]>(FaintTexts));
        Assert.Empty(await page.Page.EvaluateAsync<string[]>(Nameless));
    }

    [ChromiumFact]
    public async Task Of_many_classes_the_likeliest_are_shown_and_the_rest_is_summed()
    {
        await using OpenPage page = await browser.OpenAsync(shared.Service);
        await Expect(page.Page.Locator("#state")).ToHaveTextAsync("Ready");
        await page.Page.RouteAsync("**/classify?*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = ManyClasses().ToJsonString() }));
        await page.ChooseAsync(OpenPage.Striped(64, 64));
        await page.AnsweredAsync(1);
        await Expect(page.Page.Locator(".shares li span:first-child")).ToHaveTextAsync([.. Enumerable.Range(20, 10).Reverse().Select(i => $"class {i}")]);
        await Expect(page.Page.Locator(".told")).ToHaveTextAsync("class 2950.0\u00a0%");
        await Expect(page.Page.Locator(".rest")).ToHaveTextAsync("20 more classes, together 20.0\u00a0%");
    }

    [ChromiumFact]
    public async Task Nothing_moves_for_those_who_want_it_so()
    {
        foreach ((ReducedMotion motion, bool moves) in ((ReducedMotion, bool)[])[(ReducedMotion.NoPreference, true), (ReducedMotion.Reduce, false)])
        {
            await using OpenPage page = await browser.OpenAsync(shared.Service, new() { ReducedMotion = motion });
            Assert.Equal(moves, await page.Page.EvaluateAsync<bool>(
                "() => [...document.querySelectorAll('*')].map(element => getComputedStyle(element)).some(style => style.transitionDuration !== '0s' || style.animationName !== 'none')"));
        }
    }

    /// <summary>An answer of 30 classes: 29 with a half, and so on; 0 to 19 with a hundredth each.</summary>
    private static JsonObject ManyClasses()
    {
        var shares = new JsonObject();
        for (int i = 0; i < 30; i++)
            shares[$"class {i}"] = i == 29 ? 0.5 : i < 20 ? 0.01 : (i - 15) * 0.3 / 81;
        return new JsonObject
        {
            ["model"] = "surfaces",
            ["version"] = "1",
            ["predictions"] = new JsonArray(new JsonObject { ["label"] = "class 29", ["probability"] = 0.5, ["confidence"] = 0.4, ["probabilities"] = shares }),
        };
    }
}
