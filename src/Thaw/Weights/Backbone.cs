using System.Globalization;
using System.Security.Cryptography;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Weights.Safetensors;

namespace Thaw.Weights;

/// <summary>
/// A pretrained network without its head: which VGG it is, its weights, and the preprocessing that belongs to them. Its file is a
/// safetensors file with Keras's names (<c>block1_conv1/kernel</c> [3, 3, in, out], <c>block1_conv1/bias</c> [out], ...) and these metadata:
/// <c>network</c> (vgg16), <c>width</c> (0.25), <c>image_size</c> (64), <c>colour_order</c> (rgb or bgr), <c>scale</c>, <c>mean</c> and
/// <c>deviation</c> (three numbers with commas).
/// </summary>
public sealed class Backbone
{
    private readonly NamedTensors _tensors;

    private Backbone(string name, NamedTensors tensors, string sha256)
    {
        Name = name;
        _tensors = tensors;
        Sha256 = sha256;
        Network = Vgg.All.FirstOrDefault(vgg => vgg.Name == Text("network"))
            ?? throw new WeightsFormatException($"'{Name}': network must be {string.Join(", ", Vgg.All.Select(vgg => vgg.Name))}, got '{Text("network")}'.");
        Width = Number("width");
        ImageSize = (int)Number("image_size");
        Preprocessing = new Preprocessing
        {
            Order = Text("colour_order") switch
            {
                "rgb" => ColourOrder.Rgb,
                "bgr" => ColourOrder.Bgr,
                string other => throw new WeightsFormatException($"'{Name}': colour_order must be rgb or bgr, got '{other}'."),
            },
            Scale = (float)Number("scale"),
            Mean = Three("mean"),
            Deviation = Three("deviation"),
        };
        if (Width is not (> 0 and <= 16) || ImageSize < Vgg.SmallestSide || ImageSize > 4096 || Preprocessing.Deviation.Contains(0))
            throw new WeightsFormatException($"'{Name}': expected a width above 0 and up to 16, an image_size of {Vgg.SmallestSide} to 4096 and no deviation of 0.");
    }

    /// <summary>The name it was asked for by, or the file's name.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>Which VGG it is.</summary>
    public Vgg Network { get; }

    /// <summary>Factor on the paper's channels.</summary>
    public double Width { get; }

    /// <summary>The side of the square pictures it was trained on, in pixels, and the default for new ones.</summary>
    public int ImageSize { get; }

    /// <summary>How pictures become its input.</summary>
    public Preprocessing Preprocessing { get; }

    /// <summary>What else the file says about itself, such as where the weights come from.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _tensors.Metadata;

    /// <summary>Reads a backbone's file; which kind it is, is told by its content.</summary>
    /// <param name="path">Thaw's own safetensors file, a VGG of torchvision's as safetensors, one of Keras's in HDF5, or one as ONNX. Less than 2 GiB.</param>
    /// <param name="name">What to call it; the file's name without extension if null.</param>
    /// <exception cref="WeightsFormatException">The file is damaged or no backbone.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static Backbone Load(string path, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream stream = File.OpenRead(path);
        return Load(stream, name ?? Path.GetFileNameWithoutExtension(path));
    }

    /// <summary>Reads a backbone from a stream.</summary>
    /// <param name="stream">A whole file, as the other overload takes it, from its current position; stays open.</param>
    /// <param name="name">What to call it.</param>
    /// <exception cref="WeightsFormatException">The content is damaged or no backbone.</exception>
    /// <exception cref="IOException">The stream fails.</exception>
    public static Backbone Load(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        byte[] bytes = ReadAll(stream);
        try
        {
            return new Backbone(name, WeightsFile.ReadBackbone(bytes), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (WeightsFormatException e) when (!e.Message.Contains(name, StringComparison.Ordinal))
        {
            throw new WeightsFormatException($"'{name}': {e.Message}", e);
        }
    }

    /// <summary>Builds the network with a new head, the backbone's weights in place and the head drawn at random.</summary>
    /// <param name="device">Where it computes; not owned.</param>
    /// <param name="head">The head.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="seed">Seed of the head's first weights.</param>
    /// <param name="imageSize">Side of the pictures; the backbone's own (the default) if null. At least 32.</param>
    /// <exception cref="WeightsFormatException">A weight is missing or has another shape; the message says which.</exception>
    public Networks.Network CreateNetwork(Device device, Head head, int classes, ulong seed, int? imageSize = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(head);
        Networks.Network network = VggClassifier.Create(device, Network, Width, imageSize ?? ImageSize, head, classes);
        try
        {
            NetworkWeights.Load(network.Layers.TakeWhile(layer => layer is not Flatten), _tensors, Name);
        }
        catch
        {
            network.Dispose();
            throw;
        }
        Initialization.Draw(network, seed, network.IndexOf("flatten"));
        return network;
    }

    /// <summary>Writes a backbone's file from a trained network's layers below the head, normalisations folded into the convolutions.</summary>
    /// <param name="path">Where to; replaced, whole or not at all.</param>
    /// <param name="network">The trained network.</param>
    /// <param name="vgg">Which VGG it is.</param>
    /// <param name="width">Factor on the paper's channels.</param>
    /// <param name="preprocessing">What it was trained with.</param>
    /// <param name="encoding">Precision of the file.</param>
    /// <param name="metadata">More about it.</param>
    internal static void Save(string path, Networks.Network network, Vgg vgg, double width, Preprocessing preprocessing, TensorEncoding encoding,
        IReadOnlyDictionary<string, string> metadata)
    {
        var all = new Dictionary<string, string>(metadata);
        Describe(all, vgg, width, network.InputShapes[0][1], preprocessing);
        var tensors = new NamedTensors(all);
        NetworkWeights.SaveFolded(network.Layers.TakeWhile(layer => layer is not Flatten), tensors);
        Images.AtomicFile.Write(path, stream => SafetensorsFile.Write(stream, tensors, encoding));
    }

    /// <summary>Sets the metadata of a backbone's file.</summary>
    /// <param name="metadata">Changed.</param>
    /// <param name="vgg">Which VGG it is.</param>
    /// <param name="width">Factor on the paper's channels.</param>
    /// <param name="imageSize">Side of the pictures, in pixels.</param>
    /// <param name="preprocessing">What it was trained with.</param>
    internal static void Describe(Dictionary<string, string> metadata, Vgg vgg, double width, int imageSize, Preprocessing preprocessing)
    {
        metadata["network"] = vgg.Name;
        metadata["width"] = width.ToString(CultureInfo.InvariantCulture);
        metadata["image_size"] = imageSize.ToString(CultureInfo.InvariantCulture);
        metadata["colour_order"] = preprocessing.Order == ColourOrder.Rgb ? "rgb" : "bgr";
        metadata["scale"] = preprocessing.Scale.ToString("R", CultureInfo.InvariantCulture);
        metadata["mean"] = Join(preprocessing.Mean);
        metadata["deviation"] = Join(preprocessing.Deviation);
    }

    /// <summary>What is left of a stream; where it tells its length, without the copies of a buffer that grows.</summary>
    private static byte[] ReadAll(Stream stream)
    {
        using var copy = new MemoryStream(stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position, 0, Array.MaxLength) : 0);
        stream.CopyTo(copy);
        return copy.Length == copy.Capacity ? copy.GetBuffer() : copy.ToArray();
    }

    private static string Join(IReadOnlyList<float> values) => string.Join(',', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));

    private string Text(string key) => _tensors.Metadata.TryGetValue(key, out string? value) ? value
        : throw new WeightsFormatException($"'{Name}' is no backbone's file: its metadata lack '{key}'.");

    private double Number(string key) => Parse(key, Text(key));

    private float[] Three(string key)
    {
        float[] values = Text(key).Split(',').Select(part => (float)Parse(key, part)).ToArray();
        return values.Length == 3 ? values : throw new WeightsFormatException($"'{Name}': expected three numbers for '{key}', got '{Text(key)}'.");
    }

    private double Parse(string key, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new WeightsFormatException($"'{Name}': expected a number for '{key}', got '{text}'.");
}
