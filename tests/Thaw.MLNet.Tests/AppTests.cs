using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.ML;
using Microsoft.ML.Data;
using Pipeline.MLNet.Serve;
using Pipeline.MLNet.Train;
using Thaw.Images.Drawing;

namespace Thaw.MLNet.Tests;

[Collection(Drawn.Name)]
public sealed class AppTests(Pictures pictures)
{
    [Fact]
    public void The_training_app_reports_metrics_that_agree()
    {
        string data = pictures.At("surfaces"), output = pictures.At("run");
        DrawnData.Write("surfaces", data, new DrawnDataOptions { PerClass = 15, Size = 48 });
        var settings = new TrainSettings { Data = data, Positive = "cracked", ImageSize = Pictures.Side, Plans = ["frozen", "two-phase"], Epochs = 3, Output = output };
        using var said = new StringWriter();
        IReadOnlyList<ContenderResult> results = TrainRun.Execute(settings, said, default);
        Assert.Equal(["features + LbfgsLogisticRegression", "frozen", "two-phase"], results.Select(result => result.Name));
        Assert.All(results, result => Assert.True(result.LargestDifference < 1e-6, $"{result.Name}: {result.LargestDifference}"));
        Assert.All(results, result => Assert.True(File.Exists(Path.Combine(output, result.Model))));
        Assert.All(results.Skip(1), result => Assert.Equal(30, result.Pixels!.Pictures));
        Assert.Contains("Epoch 3 of 3", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("| log loss |", File.ReadAllText(Path.Combine(output, "report.md")), StringComparison.Ordinal);
        Assert.Equal(1 + 3 * 6, File.ReadAllLines(Path.Combine(output, "predictions.csv")).Length);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "report.json")));
        Assert.Equal(18, json.RootElement.GetProperty("parts").GetProperty("train").GetInt32());
        said.GetStringBuilder().Clear();
        TrainRun.Execute(settings with { Model = Path.Combine(output, "models", "frozen.thaw.zip") }, said, default);
        Assert.StartsWith("30 pictures, mean difference of a probability 0.", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_answers_for_a_posted_picture()
    {
        string zip = pictures.At("served.zip");
        pictures.Context.Model.Save(pictures.Binary, pictures.Data.Schema, zip);
        await using WebApplication app = ServeApp.Build(["--Model", zip, "--urls", "http://127.0.0.1:0"]);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        float[] expected = [.. pictures.Binary.Transform(pictures.Data).GetColumn<float>("Probability")];
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage response = await client.PostAsync("/classify", new ByteArrayContent(File.ReadAllBytes(pictures.Two[i].ImagePath)));
            Assert.Equal(expected[i], (await response.Content.ReadFromJsonAsync<PictureAnswer>())!.Probability);
        }
        using HttpResponseMessage refused = await client.PostAsync("/classify", new ByteArrayContent("no picture"u8.ToArray()));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
    }
}
