using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Thaw.Images;
using Thaw.Serving;

namespace Thaw.Service.Tests;

/// <summary>
/// The Open Inference Protocol, field by field as
/// https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/open_inference_rest.yaml has them.
/// </summary>
[Collection(Served.Name)]
public sealed class InferenceTests(TrainedModel model) : IAsyncLifetime
{
    private const string Infer = "/v2/models/surfaces/infer";
    private TestService _service = null!;

    public async Task InitializeAsync() => _service = await TestService.StartAsync(model, options => options.MaxPictures = 8);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData("/v2")]
    [InlineData("/v2/")]
    public async Task Server_metadata(string path)
    {
        JsonElement answer = await TestService.JsonAsync(await _service.Client.GetAsync(path));
        Assert.Equal(["name", "version", "extensions"], Names(answer));
        Assert.Equal("thaw", answer.GetProperty("name").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+", answer.GetProperty("version").GetString());
        Assert.Equal(["binary_tensor_data"], answer.GetProperty("extensions").EnumerateArray().Select(item => item.GetString()));
    }

    [Fact]
    public async Task Health()
    {
        Assert.True((await TestService.JsonAsync(await _service.Client.GetAsync("/v2/health/live"))).GetProperty("live").GetBoolean());
        JsonElement ready = await TestService.JsonAsync(await _service.Client.GetAsync("/v2/health/ready"));
        Assert.True(ready.GetProperty("live").GetBoolean() && ready.GetProperty("ready").GetBoolean());
        foreach (string path in Paths("/ready"))
        {
            ready = await TestService.JsonAsync(await _service.Client.GetAsync(path));
            Assert.Equal(("surfaces", true), (ready.GetProperty("name").GetString(), ready.GetProperty("ready").GetBoolean()));
        }
    }

    [Fact]
    public async Task Model_metadata()
    {
        foreach (string path in Paths(""))
        {
            JsonElement answer = await TestService.JsonAsync(await _service.Client.GetAsync(path));
            Assert.Equal(["name", "versions", "platform", "inputs", "outputs"], Names(answer));
            Assert.Equal("surfaces", answer.GetProperty("name").GetString());
            Assert.Equal([_service.Model.Version], answer.GetProperty("versions").EnumerateArray().Select(item => item.GetString()));
            Assert.Equal(JsonValueKind.String, answer.GetProperty("platform").ValueKind);
            Assert.Equal(["images BYTES -1"], answer.GetProperty("inputs").EnumerateArray().Select(Tensor));
            Assert.Equal(["probabilities FP32 -1,2", "calibrated FP32 -1,2", "labels BYTES -1"], answer.GetProperty("outputs").EnumerateArray().Select(Tensor));
        }
    }

    [Fact]
    public async Task Inference_of_files_gives_what_the_classifier_gives()
    {
        byte[][] files = [.. TrainedModel.Files.Take(5)];
        Prediction[] expected = [.. files.Select(file => model.Classifier.Classify(file))];
        foreach (string path in Paths("/infer"))
        {
            JsonElement answer = await AskAsync(path, Request(files));
            Assert.Equal(["model_name", "model_version", "id", "outputs"], Names(answer));
            Assert.Equal(("surfaces", _service.Model.Version, "a-7"), (answer.GetProperty("model_name").GetString(), answer.GetProperty("model_version").GetString(), answer.GetProperty("id").GetString()));
            JsonElement[] outputs = [.. answer.GetProperty("outputs").EnumerateArray()];
            Assert.All(outputs, output => Assert.Equal(["name", "datatype", "shape", "data"], Names(output)));
            Assert.Equal(["probabilities FP32 5,2", "calibrated FP32 5,2", "labels BYTES 5"], outputs.Select(Tensor));
            Assert.Equal(expected.SelectMany(one => one.Probabilities).Select(item => item.Probability), outputs[0].GetProperty("data").EnumerateArray().Select(item => item.GetSingle()));
            Assert.Equal(expected.SelectMany(one => one.Probabilities).Select(item => item.Calibrated), outputs[1].GetProperty("data").EnumerateArray().Select(item => item.GetSingle()));
            Assert.Equal(expected.Select(one => one.Label), outputs[2].GetProperty("data").EnumerateArray().Select(item => item.GetString()));
        }
    }

    [Fact]
    public async Task Optional_fields_may_be_missing_and_parameters_may_be_anything()
    {
        JsonObject request = Request([TrainedModel.Files[0]]);
        request.Remove("id");
        request["parameters"] = new JsonObject { ["priority"] = 3, ["note"] = "x" };
        request["inputs"]![0]!["parameters"] = new JsonObject { ["content_type"] = "base64" };
        request["outputs"] = new JsonArray(new JsonObject { ["name"] = "labels", ["parameters"] = new JsonObject { ["x"] = true } });
        JsonElement answer = await AskAsync(Infer, request);
        Assert.Equal(["model_name", "model_version", "outputs"], Names(answer));
        Assert.Equal(["labels BYTES 1"], answer.GetProperty("outputs").EnumerateArray().Select(Tensor));
    }

    [Theory]
    [InlineData("UINT8", false)]
    [InlineData("UINT8", true)]
    [InlineData("FP32", false)]
    [InlineData("FP32", true)]
    public async Task Inference_of_pixels_gives_what_the_classifier_gives(string type, bool nested)
    {
        Picture picture = Thaw.Images.ImageDecoder.Decode(TrainedModel.Files[2]);
        JsonNode[] values = [.. picture.Pixels.Select(level => type == "UINT8" ? JsonValue.Create(level) : JsonValue.Create(level + (level < 255 ? 0.25f : 0)))];
        JsonArray data = nested
            ? new JsonArray(new JsonArray([.. Enumerable.Range(0, picture.Height).Select(y => new JsonArray([.. Enumerable.Range(0, picture.Width)
                .Select(x => new JsonArray(values[3 * (y * picture.Width + x)], values[3 * (y * picture.Width + x) + 1], values[3 * (y * picture.Width + x) + 2]))]))]))
            : new JsonArray(values);
        var request = new JsonObject { ["inputs"] = new JsonArray(new JsonObject { ["name"] = "images", ["datatype"] = type, ["shape"] = new JsonArray(1, picture.Height, picture.Width, 3), ["data"] = data }) };
        JsonElement answer = await AskAsync(Infer, request);
        Assert.Equal(model.Classifier.Classify(picture).Probabilities.Select(item => item.Probability), answer.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(item => item.GetSingle()));
    }

    [Theory]
    [InlineData("BYTES")]
    [InlineData("UINT8")]
    [InlineData("FP32")]
    public async Task Binary_tensors_come_and_go_behind_the_json(string type)
    {
        byte[][] files = [.. TrainedModel.Files.Take(2)];
        Picture[] pictures = [.. files.Select(file => Thaw.Images.ImageDecoder.Decode(file))];
        byte[] raw = type switch
        {
            "BYTES" => [.. files.SelectMany(file => Length(file.Length).Concat(file))],
            "UINT8" => [.. pictures.SelectMany(picture => picture.Pixels)],
            _ => [.. pictures.SelectMany(picture => picture.Pixels).SelectMany(level => BitConverter.GetBytes((float)level))],
        };
        int[] shape = type == "BYTES" ? [2] : [2, pictures[0].Height, pictures[0].Width, 3];
        var json = new JsonObject
        {
            ["inputs"] = new JsonArray(new JsonObject
            {
                ["name"] = "images",
                ["datatype"] = type,
                ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]),
                ["parameters"] = new JsonObject { ["binary_data_size"] = raw.Length },
            }),
            ["outputs"] = new JsonArray(
                new JsonObject { ["name"] = "labels", ["parameters"] = new JsonObject { ["binary_data"] = true } },
                new JsonObject { ["name"] = "calibrated" },
                new JsonObject { ["name"] = "probabilities", ["parameters"] = new JsonObject { ["binary_data"] = true } }),
        };
        byte[] head = Encoding.UTF8.GetBytes(json.ToJsonString());
        using HttpResponseMessage response = await PostBinaryAsync([.. head, .. raw], head.Length.ToString(CultureInfo.InvariantCulture));
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, Encoding.UTF8.GetString(body));
        int length = int.Parse(response.Headers.GetValues("Inference-Header-Content-Length").Single(), CultureInfo.InvariantCulture);
        JsonElement[] outputs = [.. JsonDocument.Parse(body.AsMemory(0, length)).RootElement.GetProperty("outputs").EnumerateArray()];
        Prediction[] expected = [.. pictures.Select(picture => model.Classifier.Classify(picture))];
        byte[] labels = [.. expected.SelectMany(one => Length(one.Label.Length).Concat(Encoding.UTF8.GetBytes(one.Label)))];
        Assert.Equal(labels.Length, outputs[0].GetProperty("parameters").GetProperty("binary_data_size").GetInt32());
        Assert.Equal(labels, body[length..(length + labels.Length)]);
        Assert.Equal(4, outputs[1].GetProperty("data").GetArrayLength());
        float[] told = [.. Enumerable.Range(0, 4).Select(i => BinaryPrimitives.ReadSingleLittleEndian(body.AsSpan(length + labels.Length + 4 * i)))];
        Assert.Equal(expected.SelectMany(one => one.Probabilities).Select(item => item.Probability), told);
        Assert.Equal(length + labels.Length + 16, body.Length);
    }

    public static TheoryData<string, string> BadRequests => new()
    {
        { "", "not valid JSON" },
        { "[]", "object" },
        { "{}", "inputs" },
        { """{"inputs": 7}""", "inputs" },
        { """{"inputs": []}""", "inputs" },
        { """{"inputs": [7]}""", "inputs" },
        { """{"inputs": [{"name": "images"}, {"name": "images"}]}""", "got 2" },
        { """{"inputs": [{"datatype": "BYTES", "shape": [1], "data": ["YQ=="]}]}""", "inputs[0].name" },
        { """{"inputs": [{"name": "picture", "datatype": "BYTES", "shape": [1], "data": ["YQ=="]}]}""", "'images'" },
        { """{"inputs": [{"name": "images", "shape": [1], "data": ["YQ=="]}]}""", "datatype" },
        { """{"inputs": [{"name": "images", "datatype": "INT64", "shape": [1], "data": [1]}]}""", "BYTES, UINT8 or FP32" },
        { """{"inputs": [{"name": "images", "datatype": "BYTES", "data": ["YQ=="]}]}""", "shape" },
        { """{"inputs": [{"name": "images", "datatype": "BYTES", "shape": [], "data": ["YQ=="]}]}""", "shape" },
        { """{"inputs": [{"name": "images", "datatype": "BYTES", "shape": [0], "data": []}]}""", "shape" },
        { """{"inputs": [{"name": "images", "datatype": "BYTES", "shape": [-1], "data": ["YQ=="]}]}""", "shape" },
        { """{"inputs": [{"name": "images", "datatype": "BYTES", "shape": [1.5], "data": ["YQ=="]}]}""", "shape" },
        { """{"inputs": [{"name": "images", "datatype": "BYTES", "shape": [99999999999999], "data": ["YQ=="]}]}""", "shape" },
        { """{"inputs": [{"name": "images", "datatype": "BYTES", "shape": [1, 2], "data": ["YQ==", "YQ=="]}]}""", "[pictures, 1]" },
        { """{"inputs": [{"name": "images", "datatype": "BYTES", "shape": [1]}]}""", "data" },
        { """{"inputs": [{"name": "images", "datatype": "BYTES", "shape": [1], "data": []}]}""", "got 0" },
        { """{"inputs": [{"name": "images", "datatype": "BYTES", "shape": [1], "data": ["YQ==", "YQ=="]}]}""", "got more" },
        { """{"inputs": [{"name": "images", "datatype": "BYTES", "shape": [1], "data": [7]}]}""", "base64" },
        { """{"inputs": [{"name": "images", "datatype": "BYTES", "shape": [1], "data": [[[[[[[[["YQ=="]]]]]]]]]}]}""", "levels" },
        { """{"inputs": [{"name": "images", "datatype": "BYTES", "shape": [1], "data": ["YQ=="]}]}""", "image format" },
        { """{"inputs": [{"name": "images", "datatype": "UINT8", "shape": [1, 1, 1], "data": [1, 2, 3]}]}""", "height, width, 3" },
        { """{"inputs": [{"name": "images", "datatype": "UINT8", "shape": [1, 1, 1, 3], "data": [1, 2]}]}""", "got 2" },
        { """{"inputs": [{"name": "images", "datatype": "UINT8", "shape": [1, 1, 1, 3], "data": [1, 2, 256]}]}""", "0 to 255" },
        { """{"inputs": [{"name": "images", "datatype": "UINT8", "shape": [1, 1, 1, 3], "data": [1, 2, -1]}]}""", "0 to 255" },
        { """{"inputs": [{"name": "images", "datatype": "FP32", "shape": [1, 1, 1, 3], "data": [1, 2, 1e99]}]}""", "0 to 255" },
        { """{"inputs": [{"name": "images", "datatype": "FP32", "shape": [1, 1, 1, 3], "data": [1, 2, "3"]}]}""", "0 to 255" },
        { """{"id": 7, "inputs": [{"name": "images", "datatype": "UINT8", "shape": [1, 1, 1, 3], "data": [1, 2, 3]}]}""", "id" },
        { """{"parameters": [], "inputs": [{"name": "images", "datatype": "UINT8", "shape": [1, 1, 1, 3], "data": [1, 2, 3]}]}""", "parameters" },
        { """{"outputs": {}, "inputs": [{"name": "images", "datatype": "UINT8", "shape": [1, 1, 1, 3], "data": [1, 2, 3]}]}""", "outputs" },
        { """{"outputs": [{"name": "logits"}], "inputs": [{"name": "images", "datatype": "UINT8", "shape": [1, 1, 1, 3], "data": [1, 2, 3]}]}""", "probabilities, calibrated, labels" },
        { """{"inputs": [{"name": "images", "datatype": "BYTES", "shape": [1], "parameters": {"binary_data_size": 9}}]}""", "binary_data_size" },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task A_bad_request_is_an_error_object_that_says_what_was_expected(string body, string told)
    {
        JsonElement answer = await TestService.JsonAsync(await _service.PostAsync(Infer, Encoding.UTF8.GetBytes(body), "application/json"), 400);
        Assert.Equal(["error"], Names(answer));
        Assert.Contains(told, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("7x")]
    [InlineData("99999999")]
    public async Task A_wrong_length_of_the_json_is_an_error(string length)
    {
        using HttpResponseMessage response = await PostBinaryAsync("{}"u8.ToArray(), length);
        Assert.Contains("Inference-Header-Content-Length", (await TestService.JsonAsync(response, 400)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v2/models/other", false)]
    [InlineData("/v2/models/other/ready", false)]
    [InlineData("/v2/models/other/infer", true)]
    [InlineData("/v2/models/surfaces/versions/1", false)]
    [InlineData("/v2/models/surfaces/versions/1/ready", false)]
    [InlineData("/v2/models/surfaces/versions/1/infer", true)]
    [InlineData("/v2/nothing", false)]
    public async Task An_unknown_name_is_an_error_object(string path, bool post)
    {
        using HttpResponseMessage response = post
            ? await _service.PostAsync(path, Encoding.UTF8.GetBytes(Request([TrainedModel.Files[0]]).ToJsonString()), "application/json") : await _service.Client.GetAsync(path);
        Assert.Equal(["error"], Names(await TestService.JsonAsync(response, 404)));
    }

    [Fact]
    public async Task More_pictures_than_allowed_are_413()
    {
        using HttpResponseMessage response = await _service.PostAsync(Infer, Encoding.UTF8.GetBytes(Request([.. Enumerable.Repeat(TrainedModel.Files[0], 9)]).ToJsonString()), "application/json");
        Assert.Contains("at most 8", (await TestService.JsonAsync(response, 413)).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private IEnumerable<string> Paths(string end) => ["/v2/models/surfaces" + end, $"/v2/models/surfaces/versions/{_service.Model.Version}{end}"];

    private async Task<JsonElement> AskAsync(string path, JsonObject request)
    {
        using HttpResponseMessage response = await _service.PostAsync(path, Encoding.UTF8.GetBytes(request.ToJsonString()), "application/json");
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        return await TestService.JsonAsync(response);
    }

    private async Task<HttpResponseMessage> PostBinaryAsync(byte[] body, string jsonLength)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var request = new HttpRequestMessage(HttpMethod.Post, Infer) { Content = content };
        request.Headers.TryAddWithoutValidation("Inference-Header-Content-Length", jsonLength);
        return await _service.Client.SendAsync(request);
    }

    private static JsonObject Request(byte[][] files) => new()
    {
        ["id"] = "a-7",
        ["inputs"] = new JsonArray(new JsonObject
        {
            ["name"] = "images",
            ["shape"] = new JsonArray(files.Length),
            ["datatype"] = "BYTES",
            ["data"] = new JsonArray([.. files.Select(file => JsonValue.Create(Convert.ToBase64String(file)))]),
        }),
    };

    private static byte[] Length(int length)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        return bytes;
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    private static string Tensor(JsonElement tensor) =>
        $"{tensor.GetProperty("name").GetString()} {tensor.GetProperty("datatype").GetString()} {string.Join(',', tensor.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()))}";
}
