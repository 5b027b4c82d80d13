using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Thaw.Serving;
using static Microsoft.Playwright.Assertions;

namespace Thaw.Service.Tests.Page;

/// <summary>The page in a browser, against a service on a port of its own.</summary>
[Collection(Served.Name)]
public sealed class PageTests(TrainedModel model, Browser browser, PageService shared) : IClassFixture<PageService>
{
    private const string Show = "Show where the model looked", ShowPicture = "Show the picture";

    private static readonly FilePayload Picture = OpenPage.Named("surface.png", TrainedModel.Files[0]);

    [ChromiumFact]
    public async Task A_chosen_file_gets_its_class_its_probability_and_its_calibrated_confidence()
    {
        await using TestService service = await TestService.StartAsync(model, network: true);
        await using OpenPage page = await browser.OpenAsync(service);
        await Expect(page.Page.Locator("#state")).ToHaveTextAsync("Ready");
        await Expect(page.Page.Locator("#choice")).ToBeHiddenAsync();
        await Expect(page.Page.Locator("#key-section")).ToBeHiddenAsync();
        foreach (byte[] file in TrainedModel.Files.Take(3))
            await page.ChooseAsync(OpenPage.Named("surface.png", file));
        await page.AnsweredAsync(3);
        for (int i = 0; i < 3; i++)
            await ToShowAsync(page.Answers.Nth(2 - i), model.Classifier.Classify(TrainedModel.Files[i]));
        await Expect(page.Page.Locator("#news")).ToContainTextAsync("surface.png: ");
        await Expect(page.Entry("Pictures answered")).ToHaveTextAsync("3");
        await Expect(page.Entry("Requests that failed")).ToHaveTextAsync("0");
    }

    [ChromiumFact]
    public async Task The_models_card_and_the_services_numbers_are_shown()
    {
        await using TestService service = await TestService.StartAsync(model, network: true);
        await service.ClassifyAsync(TrainedModel.Files[0]);
        await using OpenPage page = await browser.OpenAsync(service);
        await Expect(page.Entry("Name")).ToHaveTextAsync("surfaces");
        await Expect(page.Entry("2 classes")).ToHaveTextAsync(string.Join(", ", model.Classifier.Manifest.Classes));
        await Expect(page.Entry("Version")).ToHaveTextAsync(service.Model.Version!);
        await Expect(page.Entry("Network")).ToHaveTextAsync("vgg16, 64 × 64 pixels");
        await Expect(page.Entry("Backbone")).ToHaveTextAsync("vgg16-tiny");
        await Expect(page.Entry("Plan")).ToHaveTextAsync("frozen");
        await Expect(page.Entry("Validation accuracy")).ToContainTextAsync("%");
        await Expect(page.Entry("Requests")).ToHaveTextAsync("1");
        await Expect(page.Entry("Pictures answered")).ToHaveTextAsync("1");
        await Expect(page.Entry("Mean pictures a batch")).ToHaveTextAsync("1");
        await Expect(page.Entry("Mean time of a request")).ToContainTextAsync("ms");
        await Expect(page.Entry("Memory")).ToContainTextAsync("MiB");
    }

    [ChromiumFact]
    public async Task A_picture_can_be_dropped_and_pasted()
    {
        await using OpenPage page = await browser.OpenAsync(shared.Service);
        await Expect(page.Page.Locator("#state")).ToHaveTextAsync("Ready");
        await page.DropAsync("#drop", Picture);
        await page.AnsweredAsync(1);
        await ToShowAsync(page.Answers.First, model.Classifier.Classify(TrainedModel.Files[0]));
        await page.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.Page.EvaluateAsync(
            "base64 => navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], { type: 'image/png' }) })])",
            Convert.ToBase64String(TrainedModel.Files[1]));
        await page.Page.Keyboard.PressAsync("Control+V");
        await page.AnsweredAsync(2);
        await ToShowAsync(page.Answers.First, model.Classifier.Classify(TrainedModel.Files[1]));
        await page.DropAsync("dl", Picture); // anywhere on the page, not only in the frame
        await page.AnsweredAsync(3);
    }

    [ChromiumTheory]
    [InlineData(64, 64)]
    [InlineData(200, 1000)]
    [InlineData(900, 60)]
    [InlineData(8, 8)]
    public async Task The_overlay_lies_on_the_picture(int width, int height)
    {
        await using OpenPage page = await browser.OpenAsync(shared.Service);
        await page.Page.WaitForFunctionAsync("() => models.length > 0");
        FilePayload file = OpenPage.Striped(width, height);
        await page.ChooseAsync(file);
        await page.AnsweredAsync(1);
        ILocator overlay = page.Page.Locator(".overlay"), where = page.Page.Locator(".where");
        await Expect(overlay).ToBeHiddenAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = Show }).ClickAsync();
        await Expect(overlay).ToBeVisibleAsync();
        string strongest = model.Classifier.Explain(file.Buffer).Strongest;
        await Expect(where).ToContainTextAsync(strongest == "nowhere" ? "Nothing in the picture" : $"Strongest: {strongest}.");
        double[] shown = await page.Page.Locator(".picture, .overlay").EvaluateAllAsync<double[]>(
            """
            images => images.flatMap(image => {
              const box = image.getBoundingClientRect(), scale = Math.min(box.width / image.naturalWidth, box.height / image.naturalHeight);
              const width = scale * image.naturalWidth, height = scale * image.naturalHeight;
              return [box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height];
            })
            """);
        Assert.All(shown.Take(4).Zip(shown.Skip(4)), pair => Assert.Equal(pair.First, pair.Second, 1.5)); // pixels; the overlay's size is rounded
        Assert.Equal((double)width / height, shown[2] / shown[3], (double)width / height * 0.02);
        Assert.InRange(shown[3], 1, 301);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = ShowPicture }).ClickAsync();
        await Expect(overlay).ToBeHiddenAsync();
        await Expect(where).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task What_is_no_picture_is_told_and_the_page_goes_on()
    {
        await using TestService service = await TestService.StartAsync(model, network: true);
        await using OpenPage page = await browser.OpenAsync(service, expected: "status of 400");
        await Expect(page.Page.Locator("#state")).ToHaveTextAsync("Ready");
        await page.DropAsync("#drop", OpenPage.Named("notes.txt", "words"u8.ToArray(), "text/plain"));
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Expected JPEG, PNG or BMP files, got notes.txt.");
        Assert.DoesNotContain(page.Requests, request => request.StartsWith("POST", StringComparison.Ordinal));
        await page.ChooseAsync(OpenPage.Named("broken.png", "words"u8.ToArray()));
        await page.AnsweredAsync(1);
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
        await Expect(page.Page.Locator(".failed .label")).ToContainTextAsync("supported are JPEG, PNG and BMP");
        await Expect(page.Page.Locator(".none")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("#news")).ToContainTextAsync("broken.png: Unknown image format");
        await Expect(page.Page.Locator(".look")).ToBeHiddenAsync();
        await page.ChooseAsync(Picture);
        await page.AnsweredAsync(2);
        await ToShowAsync(page.Answers.First, model.Classifier.Classify(TrainedModel.Files[0]));
        await Expect(page.Entry("Requests that failed")).ToHaveTextAsync("1");
    }

    [ChromiumFact]
    public async Task A_full_queue_is_waited_for()
    {
        await using OpenPage page = await browser.OpenAsync(shared.Service, expected: "status of 503");
        await Expect(page.Page.Locator("#state")).ToHaveTextAsync("Ready");
        int asked = 0;
        await page.Page.RouteAsync("**/classify?*", route => ++asked < 3
            ? route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = "{\"detail\":\"full\"}", Headers = [new("Retry-After", "0")] })
            : route.ContinueAsync());
        await page.ChooseAsync(Picture);
        await page.AnsweredAsync(1);
        Assert.Equal(3, asked);
        await ToShowAsync(page.Answers.First, model.Classifier.Classify(TrainedModel.Files[0]));
    }

    [ChromiumFact]
    public async Task Of_several_models_one_is_chosen()
    {
        string other = Path.GetTempFileName();
        model.WriteChanged(other, manifest => (manifest["classes"], manifest["positiveClass"]) = (new JsonArray("<b>broken</b>", "whole"), "whole"));
        await using TestService service = await TestService.StartAsync(model, options => options.AddModel("walls", other), network: true);
        await using (OpenPage page = await browser.OpenAsync(service))
        {
            ILocator choice = page.Page.GetByLabel("Model", new() { Exact = true });
            await Expect(choice.Locator("option")).ToHaveTextAsync(["surfaces", "walls"]);
            await page.ChooseAsync(Picture);
            await choice.SelectOptionAsync("walls");
            await Expect(page.Entry("Name")).ToHaveTextAsync("walls");
            await Expect(page.Entry("2 classes")).ToHaveTextAsync("<b>broken</b>, whole");
            await page.ChooseAsync(Picture);
            await page.AnsweredAsync(2);
            Prediction expected = model.Classifier.Classify(TrainedModel.Files[0]);
            await ToShowAsync(page.Answers.Nth(1), expected);
            await Expect(page.Answers.Nth(1).Locator(".by")).ToHaveTextAsync("Model: surfaces");
            await Expect(page.Answers.Nth(0).Locator(".by")).ToHaveTextAsync("Model: walls");
            await Expect(page.Answers.Nth(0).Locator(".label")).ToHaveTextAsync(expected.Label == model.Classifier.Manifest.Classes[0] ? "<b>broken</b>" : "whole");
            await Expect(page.Page.Locator("b")).ToHaveCountAsync(0);
        }
        File.Delete(other);
    }

    private static async Task ToShowAsync(ILocator answer, Prediction expected)
    {
        await Expect(answer.Locator(".label")).ToHaveTextAsync(expected.Label);
        await Expect(answer.Locator(".sure")).ToHaveTextAsync($"Probability {OpenPage.Percent(expected.Probability)}, calibrated confidence {OpenPage.Percent(expected.Confidence)}");
        await Expect(answer.Locator(".shares li")).ToHaveCountAsync(expected.Probabilities.Count);
        foreach (ClassProbability item in expected.Probabilities)
        {
            ILocator row = answer.Locator(".shares li").Filter(new() { HasText = item.Class });
            await Expect(row.Locator("span").Nth(1)).ToHaveTextAsync(OpenPage.Percent(item.Probability));
            Assert.Equal(item.Probability, await row.Locator("progress").EvaluateAsync<double>("bar => bar.position"), 1e-6);
        }
    }
}
