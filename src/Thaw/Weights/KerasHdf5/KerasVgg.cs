using System.Globalization;
using System.Text.RegularExpressions;
using Thaw.Networks;
using Thaw.Tensors;

namespace Thaw.Weights.KerasHdf5;

/// <summary>
/// Finds VGG16 or VGG19 among the tensors of a Keras file. Its layers are groups named <c>block1_conv1</c> to <c>block5_conv3</c>; below them the
/// kernel and the bias carry names that changed over the years, so they are told by their number of dimensions. Dense layers are passed over. What belongs to the
/// weights is Keras's, unless the file says otherwise.
/// </summary>
internal static partial class KerasVgg
{
    /// <summary>Brings the weights under Thaw's names.</summary>
    /// <param name="tensors">From <see cref="KerasHdf5File"/>.</param>
    /// <exception cref="WeightsFormatException">It is no VGG of Keras's; the message says which layer is missing or has another shape.</exception>
    public static NamedTensors Import(NamedTensors tensors)
    {
        var layers = new Dictionary<string, List<NamedTensor>>(StringComparer.Ordinal);
        foreach (NamedTensor tensor in tensors)
        {
            foreach (string part in tensor.Name.Split('/').Where(part => LayerName().IsMatch(part)).Take(1))
            {
                if (!layers.TryGetValue(part, out List<NamedTensor>? weights))
                    layers.Add(part, weights = []);
                weights.Add(tensor);
            }
        }
        if (layers.Count == 0)
            throw new WeightsFormatException($"Expected Keras's VGG16 with layers block1_conv1 to block5_conv3, got {(tensors.Count == 0 ? "no weights" : $"'{tensors.Names.First()}'")}.");
        Vgg vgg = Vgg.All.MinBy(candidate => Differences(candidate, layers.Keys).Count())!;
        if (Differences(vgg, layers.Keys).FirstOrDefault() is { } different)
            throw new WeightsFormatException(layers.ContainsKey(different) ? $"'{different}' is no layer of {vgg.Name}." : $"{vgg.Name} needs the layer '{different}', which is missing.");
        ImportedConvolution[] convolutions = [.. VggWeights.LayersOf(vgg).Select(layer => ConvolutionOf(layer, layers[layer]))];
        double? width = tensors.Metadata.TryGetValue("width", out string? text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double exact)
            && exact is > 0 and <= 16 ? exact : null; // not every width can be told by the channels
        return With(tensors.Metadata, VggWeights.Assemble(vgg, convolutions, Preprocessing.KerasVgg, "Keras", width: width));
    }

    /// <summary>The same tensors with what the file says of itself instead of what is usual.</summary>
    private static NamedTensors With(IReadOnlyDictionary<string, string> own, NamedTensors usual)
    {
        var metadata = new Dictionary<string, string>(usual.Metadata);
        foreach ((string key, string value) in own)
            metadata[key] = value;
        var tensors = new NamedTensors(metadata);
        foreach (NamedTensor tensor in usual)
            tensors.Add(tensor);
        return tensors;
    }

    private static IEnumerable<string> Differences(Vgg vgg, IEnumerable<string> layers)
    {
        string[] expected = [.. VggWeights.LayersOf(vgg)];
        return expected.Except(layers).Concat(layers.Except(expected));
    }

    private static ImportedConvolution ConvolutionOf(string layer, List<NamedTensor> weights)
    {
        if (weights is not [{ } first, { } second] || first.Shape.Length + second.Shape.Length != 5 || first.Shape.Length is not (1 or 4))
        {
            throw new WeightsFormatException(
                $"'{layer}' should have a kernel of four dimensions and a bias, got {string.Join(", ", weights.Select(w => $"'{w.Name}' [{string.Join(", ", w.Shape)}]"))}.");
        }
        (NamedTensor kernel, NamedTensor bias) = first.Shape.Length == 4 ? (first, second) : (second, first);
        return new ImportedConvolution(kernel.Name, kernel.Shape, kernel.Values, bias.Name, bias.Values);
    }

    [GeneratedRegex(@"^block\d+_conv\d+$")]
    private static partial Regex LayerName();
}
