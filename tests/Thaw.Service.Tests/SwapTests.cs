using System.Text.Json;

namespace Thaw.Service.Tests;

[Collection(Served.Name)]
public sealed class SwapTests(TrainedModel model)
{
    [Fact]
    public async Task A_replaced_zip_answers_within_seconds_and_the_old_one_ends_what_it_began()
    {
        await using TestService service = await TestService.StartAsync(model);
        string? old = service.Model.Version;
        using Models.Admission begun = service.Model.TryEnter(1)!;
        model.WriteChanged(service.Zip, manifest => manifest["threshold"] = 1.0);
        await service.UntilAsync(() => service.Model.Version != old);
        Assert.Equal(1, service.Model.Manifest!.Threshold);
        Assert.Equal(ModelState.Ready, service.Model.State);
        ServedAnswer late = await service.Model.AnswerAsync(begun, [new Models.RequestPicture.Encoded(TrainedModel.Files[0])], default);
        Assert.Equal(old, late.ModelVersion);
        ServedAnswer answer = await service.Model.ClassifyAsync([TrainedModel.Files[0]]);
        Assert.Equal(service.Model.Version, answer.ModelVersion);
        Assert.Equal(model.Classifier.Classify(TrainedModel.Files[0]).Probabilities, answer.Predictions[0].Probabilities);
    }

    [Fact]
    public async Task A_version_is_freed_when_the_last_request_that_it_answers_has_ended()
    {
        await using TestService service = await TestService.StartAsync(model);
        int freed = 0;
        service.Model.VersionFreed += () => Interlocked.Increment(ref freed);
        string? old = service.Model.Version;
        using (Models.Admission begun = service.Model.TryEnter(1)!)
        {
            model.WriteChanged(service.Zip, manifest => manifest["threshold"] = 1.0);
            await service.UntilAsync(() => service.Model.Version != old);
            await service.Model.ClassifyAsync(TrainedModel.Files[0]);
            Assert.Equal(0, freed);
        }
        await service.UntilAsync(() => Volatile.Read(ref freed) == 1);
        model.WriteChanged(service.Zip, OtherClasses);
        await service.UntilAsync(() => service.Model.State == ModelState.Outdated && Volatile.Read(ref freed) == 2);
        Assert.Contains("its classes are 'cat', 'dog'", service.Model.Problem, StringComparison.Ordinal);
    }

    public static TheoryData<string> BadZips => ["cut", "text", "empty", "classes", "weights"];

    [Theory]
    [MemberData(nameof(BadZips))]
    public async Task A_bad_zip_leaves_the_old_one_answering_and_is_told(string kind)
    {
        await using TestService service = await TestService.StartAsync(model);
        string? old = service.Model.Version;
        byte[] good = await File.ReadAllBytesAsync(service.Zip);
        Action write = kind switch
        {
            "cut" => () => Replace(service.Zip, good[..(good.Length / 2)]),
            "text" => () => Replace(service.Zip, "this is no zip"u8.ToArray()),
            "empty" => () => Replace(service.Zip, []),
            "weights" => () => Replace(service.Zip, [.. good[..(good.Length / 2)], (byte)(good[good.Length / 2] + 1), .. good[(good.Length / 2 + 1)..]]),
            _ => () => model.WriteChanged(service.Zip, OtherClasses),
        };
        write();
        await service.UntilAsync(() => service.Model.State == ModelState.Outdated);
        Assert.Equal(old, (await service.Model.ClassifyAsync([TrainedModel.Files[0]])).ModelVersion);
        Assert.Contains("surfaces", service.Model.Problem, StringComparison.Ordinal);
        JsonElement health = await TestService.JsonAsync(await service.Client.GetAsync("/v1/health"));
        Assert.Equal("degraded", health.GetProperty("status").GetString());
        Assert.Equal("outdated", health.GetProperty("models")[0].GetProperty("state").GetString());
        Assert.Equal(service.Model.Problem, health.GetProperty("models")[0].GetProperty("problem").GetString());
        string metrics = await service.Client.GetStringAsync("/metrics");
        Assert.Contains("thaw_model_outdated{model=\"surfaces\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("thaw_model_swaps_total{model=\"surfaces\",outcome=\"refused\"} 1", metrics, StringComparison.Ordinal);

        Replace(service.Zip, good);
        await service.UntilAsync(() => service.Model.State == ModelState.Ready);
        Assert.Equal((old, null), (service.Model.Version, service.Model.Problem));
        Assert.Contains("outcome=\"taken\"} 1", await service.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_that_is_removed_goes_on_answering()
    {
        await using TestService service = await TestService.StartAsync(model);
        File.Delete(service.Zip);
        await Task.Delay(400);
        Assert.Equal(ModelState.Ready, service.Model.State);
        await service.Model.ClassifyAsync(TrainedModel.Files[0]);
    }

    private static void OtherClasses(System.Text.Json.Nodes.JsonObject manifest) =>
        (manifest["classes"], manifest["positiveClass"]) = (new System.Text.Json.Nodes.JsonArray("cat", "dog"), "dog");

    private static void Replace(string path, byte[] bytes)
    {
        File.WriteAllBytes(path + ".new", bytes);
        File.Move(path + ".new", path, overwrite: true);
    }
}
