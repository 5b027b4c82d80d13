using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Thaw.Serving;

namespace Thaw.Service.Inference;

/// <summary>Writes answers of the Open Inference Protocol: JSON, and behind it the outputs that were asked for as bytes.</summary>
internal static class InferenceAnswer
{
    /// <summary>The header that tells how long the JSON is, where bytes follow it (the extension <c>binary_tensor_data</c>).</summary>
    public const string JsonLengthHeader = "Inference-Header-Content-Length";

    public static async Task WriteAsync(HttpContext context, ServedClassifier model, InferenceRequest request, ServedAnswer answer)
    {
        var json = new ArrayBufferWriter<byte>();
        var binary = new ArrayBufferWriter<byte>();
        Write(json, binary, model.Name, request, answer);
        HttpResponse response = context.Response;
        response.ContentType = binary.WrittenCount == 0 ? "application/json" : "application/octet-stream";
        if (binary.WrittenCount > 0)
            response.Headers[JsonLengthHeader] = json.WrittenCount.ToString(CultureInfo.InvariantCulture);
        response.ContentLength = json.WrittenCount + binary.WrittenCount;
        response.BodyWriter.Write(json.WrittenSpan);
        response.BodyWriter.Write(binary.WrittenSpan);
        await response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static void Write(ArrayBufferWriter<byte> target, ArrayBufferWriter<byte> binary, string name, InferenceRequest request, ServedAnswer answer)
    {
        using var json = new Utf8JsonWriter(target);
        json.WriteStartObject();
        json.WriteString("model_name", name);
        json.WriteString("model_version", answer.ModelVersion);
        if (request.Id is { } id)
            json.WriteString("id", id);
        json.WriteStartArray("outputs");
        foreach (RequestedOutput output in request.Outputs)
            WriteOutput(json, binary, output, answer.Predictions);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter json, ArrayBufferWriter<byte> binary, RequestedOutput output, IReadOnlyList<Prediction> predictions)
    {
        json.WriteStartObject();
        json.WriteString("name", output.Name);
        json.WriteString("datatype", output.Name == RequestedOutput.Labels ? "BYTES" : "FP32");
        json.WriteStartArray("shape");
        json.WriteNumberValue(predictions.Count);
        if (output.Name != RequestedOutput.Labels)
            json.WriteNumberValue(predictions[0].Probabilities.Count);
        json.WriteEndArray();
        if (output.Binary)
        {
            int before = binary.WrittenCount;
            WriteBinary(binary, output, predictions);
            json.WriteStartObject("parameters");
            json.WriteNumber("binary_data_size", binary.WrittenCount - before);
            json.WriteEndObject();
        }
        else
            WriteData(json, output, predictions);
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, RequestedOutput output, IReadOnlyList<Prediction> predictions)
    {
        json.WriteStartArray("data");
        foreach (Prediction prediction in predictions)
        {
            if (output.Name == RequestedOutput.Labels)
                json.WriteStringValue(prediction.Label);
            else
            {
                foreach (float share in Shares(output, prediction))
                    json.WriteNumberValue(share);
            }
        }
        json.WriteEndArray();
    }

    private static void WriteBinary(ArrayBufferWriter<byte> binary, RequestedOutput output, IReadOnlyList<Prediction> predictions)
    {
        foreach (Prediction prediction in predictions)
        {
            if (output.Name == RequestedOutput.Labels)
            {
                byte[] label = Encoding.UTF8.GetBytes(prediction.Label);
                BinaryPrimitives.WriteInt32LittleEndian(binary.GetSpan(4), label.Length);
                binary.Advance(4);
                binary.Write(label);
            }
            else
            {
                foreach (float share in Shares(output, prediction))
                {
                    BinaryPrimitives.WriteSingleLittleEndian(binary.GetSpan(4), share);
                    binary.Advance(4);
                }
            }
        }
    }

    private static IEnumerable<float> Shares(RequestedOutput output, Prediction prediction) =>
        prediction.Probabilities.Select(item => output.Name == RequestedOutput.Calibrated ? item.Calibrated : item.Probability);
}
