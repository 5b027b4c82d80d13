using System.Security.Cryptography;
using System.Text;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Tests.Packaging;

/// <summary>Zips of format version 1: a manifest without a pipeline, and the weights as a safetensors file.</summary>
public sealed class FirstFormatTests : IDisposable
{
    private readonly PackedSample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void Weights_come_back_to_the_last_bit()
    {
        PackagedModel model = ModelZip.ReadFrom(new MemoryStream(Zip(Tensors())));
        Assert.Equal((1, 1, "weights.safetensors"), (model.Manifest.FormatVersion, model.Manifest.Oversampling, model.Manifest.WeightsEntry));
        Assert.Equal(_sample.Network.Weights.Select(weight => weight.Name).Order(StringComparer.Ordinal), model.Weights.Names);
        foreach (Parameter expected in _sample.Network.Weights)
            Assert.True(expected.ToArray().AsSpan().SequenceEqual(model.Weights[expected.Name].Values));
    }

    [Fact]
    public void The_manifest_is_written_again_as_it_was()
    {
        string text = Manifest(new byte[0]);
        Assert.DoesNotContain("pipeline", text, StringComparison.Ordinal);
        Assert.Equal(text, Encoding.UTF8.GetString(ManifestWriter.Write(ManifestReader.Read(Encoding.UTF8.GetBytes(text)))));
    }

    [Fact]
    public void An_onnx_graph_belongs_to_the_next_version()
    {
        string manifest = Manifest(new byte[0]).Replace("\"safetensors\"", "\"onnx\"", StringComparison.Ordinal);
        Refused(ZipParts.Zip(("manifest.json", Encoding.UTF8.GetBytes(manifest))), "'weights.format' should be 'safetensors'");
    }

    [Fact]
    public void Wrong_and_missing_tensors_are_named()
    {
        NamedTensors all = Tensors();
        Refused(Zip(all.Where(tensor => tensor.Name != "block3_conv2/bias")), "no tensor 'block3_conv2/bias'; expected one of shape [16]");
        Refused(Zip(all.Select(tensor => tensor.Name == "block3_conv2/bias" ? new NamedTensor(tensor.Name, [4, 4], tensor.Values) : tensor)),
            "'block3_conv2/bias' should have shape [16], got [4, 4]");
        Refused(Zip(all.Select(tensor => tensor.Name == "dense_1/bias" ? new NamedTensor(tensor.Name, tensor.Shape, Filled(tensor, float.NaN)) : tensor)),
            "not a number");
        ModelZip.ReadFrom(new MemoryStream(Zip(all.Append(new NamedTensor("more", [1], [1])))));
    }

    [Fact]
    public void Weights_that_are_no_safetensors_are_refused() => Refused(Zip(new byte[500_000]), "safetensors header");

    private static float[] Filled(NamedTensor tensor, float value) => Enumerable.Repeat(value, tensor.Values.Length).ToArray();

    private NamedTensors Tensors()
    {
        var all = new NamedTensors();
        NetworkWeights.Save(_sample.Network.Layers, all);
        return all;
    }

    private byte[] Zip(IEnumerable<NamedTensor> tensors)
    {
        var all = new NamedTensors();
        foreach (NamedTensor tensor in tensors)
            all.Add(tensor);
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, all);
        return Zip(stream.ToArray());
    }

    private byte[] Zip(byte[] weights) => ZipParts.Zip(("manifest.json", Encoding.UTF8.GetBytes(Manifest(weights))), ("weights.safetensors", weights));

    /// <summary>As Thaw wrote manifests before there were others.</summary>
    private string Manifest(byte[] weights) => $$"""
        {
          "formatVersion": 1,
          "kind": "image-classifier",
          "thaw": "0.1.0",
          "classes": [
            "class 0",
            "class 1"
          ],
          "positiveClass": "class 1",
          "threshold": 0.5,
          "network": {
            "name": "vgg16",
            "width": 0.0625,
            "imageSize": 32,
            "head": {
              "units": 16,
              "dropout": 0
            }
          },
          "preprocessing": {
            "resize": {
              "filter": "triangle",
              "fit": "stretch"
            },
            "colourOrder": "rgb",
            "scale": 0.003921569,
            "mean": [
              0.485,
              0.456,
              0.406
            ],
            "deviation": [
              0.229,
              0.224,
              0.225
            ]
          },
          "backbone": {
            "name": "tiny",
            "sha256": "{{_sample.Backbone.Sha256}}"
          },
          "training": {
            "plan": "two-phase",
            "seed": 1,
            "bestEpoch": 12,
            "validation": {
              "loss": 0.25,
              "accuracy": null
            }
          },
          "weights": {
            "entry": "weights.safetensors",
            "format": "safetensors",
            "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(weights))}}"
          }
        }

        """;

    private static void Refused(byte[] zip, string reason) =>
        Assert.Contains(reason, Assert.Throws<ModelFormatException>(() => ModelZip.ReadFrom(new MemoryStream(zip))).Message, StringComparison.Ordinal);
}
