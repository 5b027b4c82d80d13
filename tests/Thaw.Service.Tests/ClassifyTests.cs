using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Thaw.Images;
using Thaw.Serving;

namespace Thaw.Service.Tests;

[Collection(Served.Name)]
public sealed class ClassifyTests(TrainedModel model) : IAsyncLifetime
{
    private TestService _service = null!;

    public async Task InitializeAsync() => _service = await TestService.StartAsync(model, options => (options.MaxPictures, options.MaxBodyBytes, options.MaxPixels) = (4, 200_000, 10_000));

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task A_raw_picture_gets_the_classifiers_answer_to_the_last_bit()
    {
        foreach (byte[] file in TrainedModel.Files.Take(10))
        {
            JsonElement answer = await TestService.JsonAsync(await _service.ClassifyAsync(file));
            Assert.Equal("surfaces", answer.GetProperty("model").GetString());
            Assert.Equal(_service.Model.Version, answer.GetProperty("version").GetString());
            AssertSame(model.Classifier.Classify(file), answer.GetProperty("predictions").EnumerateArray().Single());
        }
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("image/jpeg")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public async Task The_bytes_tell_the_format_whatever_the_content_type_says(string? contentType)
    {
        byte[] file = TrainedModel.Files[3];
        JsonElement answer = await TestService.JsonAsync(await _service.PostAsync("/v1/models/surfaces/classify", file, contentType));
        AssertSame(model.Classifier.Classify(file), answer.GetProperty("predictions")[0]);
    }

    [Fact]
    public async Task Several_pictures_as_multipart_are_answered_in_their_order()
    {
        using var form = new MultipartFormDataContent();
        byte[][] files = [.. TrainedModel.Files.Skip(5).Take(4)];
        foreach (byte[] file in files)
            form.Add(new ByteArrayContent(file), "pictures", "../../etc/passwd");
        JsonElement answer = await TestService.JsonAsync(await _service.Client.PostAsync("/v1/models/surfaces/classify", form));
        JsonElement[] predictions = [.. answer.GetProperty("predictions").EnumerateArray()];
        Assert.Equal(4, predictions.Length);
        for (int i = 0; i < files.Length; i++)
            AssertSame(model.Classifier.Classify(files[i]), predictions[i]);
    }

    [Fact]
    public async Task Pictures_as_base64_in_json_are_answered_in_their_order()
    {
        byte[][] files = [.. TrainedModel.Files.Take(3)];
        string json = JsonSerializer.Serialize(new { images = files });
        JsonElement answer = await TestService.JsonAsync(await _service.PostAsync("/v1/models/surfaces/classify", Encoding.UTF8.GetBytes(json), "application/json; charset=utf-8"));
        Assert.Equal(files.Select(file => model.Classifier.Classify(file).Label), answer.GetProperty("predictions").EnumerateArray().Select(item => item.GetProperty("label").GetString()));
        json = JsonSerializer.Serialize(new { image = files[1] });
        answer = await TestService.JsonAsync(await _service.PostAsync("/v1/models/surfaces/classify", Encoding.UTF8.GetBytes(json), "application/json"));
        AssertSame(model.Classifier.Classify(files[1]), answer.GetProperty("predictions").EnumerateArray().Single());
    }

    [Fact]
    public async Task An_explanation_is_the_classifiers_and_comes_with_a_picture()
    {
        byte[] file = TrainedModel.Files[7];
        Explanation expected = model.Classifier.Explain(file);
        JsonElement prediction = (await TestService.JsonAsync(await _service.ClassifyAsync(file, query: "?explain=true"))).GetProperty("predictions")[0];
        AssertSame(expected.Prediction, prediction);
        JsonElement explanation = prediction.GetProperty("explanation");
        Assert.Equal(expected.Class, explanation.GetProperty("class").GetString());
        Assert.Equal(expected.Layer, explanation.GetProperty("layer").GetString());
        Assert.Equal(expected.Strongest, explanation.GetProperty("strongest").GetString());
        byte[] overlay = explanation.GetProperty("overlay").GetBytesFromBase64();
        Assert.Equal(expected.ToPng(file), overlay);
        Assert.Equal(ImageFormat.Png, ImageDecoder.ReadHeader(overlay).Format);
        Assert.False((await TestService.JsonAsync(await _service.ClassifyAsync(file, query: "?explain=false"))).GetProperty("predictions")[0].TryGetProperty("explanation", out _));
        await ProblemAsync(await _service.ClassifyAsync(file, query: "?explain=maybe"), 400, "bad-request", "explain");
    }

    public static TheoryData<string, string?, string, int, string, string> BadBodies => new()
    {
        { "no picture", "image/png", "hello, this is no picture", 400, "bad-picture", "image format" },
        { "empty", "image/png", "", 400, "bad-request", "got none" },
        { "wrong type", "text/plain", "hello", 415, "unsupported-type", "image/jpeg" },
        { "curl's default", "application/x-www-form-urlencoded", "a=b", 415, "unsupported-type", "image/jpeg" },
        { "no type at all", "nonsense", "hello", 415, "unsupported-type", "image/jpeg" },
        { "no json", "application/json", "{\"images\": [", 400, "bad-request", "not valid JSON" },
        { "other json", "application/json", "[1, 2]", 400, "bad-request", "object" },
        { "no images", "application/json", "{\"pictures\": []}", 400, "bad-request", "'images'" },
        { "no list", "application/json", "{\"images\": \"abc\"}", 400, "bad-request", "array" },
        { "none in the list", "application/json", "{\"images\": []}", 400, "bad-request", "got none" },
        { "no base64", "application/json", "{\"images\": [\"%%%\"]}", 400, "bad-request", "images[0]" },
        { "no string", "application/json", "{\"image\": 7}", 400, "bad-request", "image" },
        { "both", "application/json", "{\"image\": \"\", \"images\": []}", 400, "bad-request", "both" },
        { "not a picture in json", "application/json", "{\"images\": [\"aGVsbG8=\"]}", 400, "bad-picture", "images[0]" },
        { "too many", "application/json", "{\"images\": [\"\",\"\",\"\",\"\",\"\"]}", 413, "too-large", "at most 4" },
        { "no boundary", "multipart/form-data", "--x\r\n\r\nhello\r\n--x--", 400, "bad-request", "boundary" },
        { "cut short", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nhel", 400, "bad-request", "too early" },
        { "no parts", "multipart/form-data; boundary=x", "--x--\r\n", 400, "bad-request", "got none" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_bad_body_is_told_what_was_expected(string name, string? contentType, string body, int status, string reason, string told)
    {
        Assert.NotEmpty(name);
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        await ProblemAsync(await _service.Client.PostAsync("/v1/models/surfaces/classify", content), status, reason, told);
    }

    [Fact]
    public async Task Limits_are_kept_and_told()
    {
        await ProblemAsync(await _service.ClassifyAsync(new byte[200_001]), 413, "too-large", "200000 bytes");
        var chunked = new StreamContent(new Endless(300_000));
        chunked.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        await ProblemAsync(await _service.Client.PostAsync("/v1/models/surfaces/classify", chunked), 413, "too-large", "200000 bytes");
        byte[] large = Thaw.Images.Png.PngEncoder.Encode(new Picture(101, 100, new byte[3 * 101 * 100]));
        await ProblemAsync(await _service.ClassifyAsync(large), 400, "bad-picture", "101x100");
        await ProblemAsync(await _service.ClassifyAsync(large, query: "?explain=true"), 400, "bad-picture", "101x100");
        byte[] allowed = Thaw.Images.Png.PngEncoder.Encode(new Picture(100, 100, new byte[3 * 100 * 100]));
        await TestService.JsonAsync(await _service.ClassifyAsync(allowed));
    }

    [Theory]
    [InlineData("/v1/models/other/classify")]
    [InlineData("/v1/models/..%2F..%2Fetc%2Fpasswd/classify")]
    [InlineData("/v1/models/SURFACES/classify")]
    public async Task An_unknown_model_is_404_and_its_name_is_not_repeated(string path)
    {
        HttpResponseMessage response = await _service.PostAsync(path, TrainedModel.Files[0], "image/png");
        string text = await ProblemAsync(response, 404, "unknown-model", "/v1/models");
        Assert.DoesNotContain("passwd", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_frees_its_places()
    {
        for (int i = 0; i < 50; i++)
            await _service.ClassifyAsync(Encoding.ASCII.GetBytes("no picture"));
        Assert.Equal(0, _service.Model.QueueLength);
        Assert.Equal(HttpStatusCode.OK, (await _service.ClassifyAsync(TrainedModel.Files[0])).StatusCode);
    }

    /// <summary>Checks that an answer is problem details of a kind, and gives its text.</summary>
    private static async Task<string> ProblemAsync(HttpResponseMessage response, int status, string reason, string told)
    {
        JsonElement problem = await TestService.JsonAsync(response, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal(reason, problem.GetProperty("reason").GetString());
        Assert.Contains(told, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.GetProperty("detail").GetString()!);
        return problem.GetRawText();
    }

    private static void AssertSame(Prediction expected, JsonElement told)
    {
        Assert.Equal(expected.Label, told.GetProperty("label").GetString());
        Assert.Equal(Text(expected.Probability), told.GetProperty("probability").GetRawText());
        Assert.Equal(Text(expected.Confidence), told.GetProperty("confidence").GetRawText());
        Assert.Equal(expected.Probabilities.Select(item => (item.Class, item.Probability)), told.GetProperty("probabilities").EnumerateObject().Select(item => (item.Name, item.Value.GetSingle())));
        Assert.Equal(expected.Probabilities.Select(item => (item.Class, item.Calibrated)), told.GetProperty("calibrated").EnumerateObject().Select(item => (item.Name, item.Value.GetSingle())));
    }

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Bytes whose number is not known before.</summary>
    private sealed class Endless(int length) : Stream
    {
        private int _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = Math.Min(count, _left);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
