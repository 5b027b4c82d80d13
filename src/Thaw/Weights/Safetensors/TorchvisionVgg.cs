using Thaw.Networks;
using Thaw.Tensors;

namespace Thaw.Weights.Safetensors;

/// <summary>
/// Finds VGG11, 13, 16 or 19 among torchvision's tensors, plain or batch-normalised. Its layers are numbered: <c>features.0.weight</c> is the first
/// convolution, and ReLU, normalisation and pooling count too, so that the numbers tell which network it is. Kernels are [out, in, height, width].
/// Normalisations are folded into the convolutions; the classifier is passed over.
/// </summary>
internal static class TorchvisionVgg
{
    /// <summary>torchvision's BatchNorm2d adds this to the variance.</summary>
    private const double Epsilon = 1e-5;

    private const string Prefix = "features.";

    /// <summary>Whether the names are torchvision's.</summary>
    public static bool Matches(NamedTensors tensors) => tensors.Contains("features.0.weight");

    /// <summary>Brings the weights under Thaw's names.</summary>
    /// <param name="tensors">The state of torchvision's network.</param>
    /// <exception cref="WeightsFormatException">It is no VGG of torchvision's; the message says which tensor is missing or has another shape.</exception>
    public static NamedTensors Import(NamedTensors tensors)
    {
        var came = new SortedSet<int>(tensors.Where(tensor => tensor.Shape.Length == 4 && tensor.Name.StartsWith(Prefix, StringComparison.Ordinal)
            && tensor.Name.EndsWith(".weight", StringComparison.Ordinal)).Select(NumberOf));
        foreach (Vgg vgg in Vgg.All)
        {
            foreach (bool normalized in (bool[])[false, true])
            {
                int[] numbers = NumbersOf(vgg, normalized);
                if (!came.SetEquals(numbers))
                    continue;
                return VggWeights.Assemble(vgg, [.. numbers.Select(number => ConvolutionOf(tensors, number, normalized))], Preprocessing.Torchvision,
                    normalized ? "torchvision, batch normalisation folded" : "torchvision");
            }
        }
        throw new WeightsFormatException(
            $"Expected torchvision's vgg11, 13, 16 or 19, plain or with batch normalisation; the convolutions are numbered {string.Join(", ", came)}, which is none of them.");
    }

    // A convolution is followed by a ReLU, with a normalisation between them or not; a block ends with pooling
    private static int[] NumbersOf(Vgg vgg, bool normalized)
    {
        var numbers = new List<int>();
        int next = 0;
        foreach (int count in vgg.Blocks)
        {
            for (int i = 0; i < count; i++, next += normalized ? 3 : 2)
                numbers.Add(next);
            next++;
        }
        return [.. numbers];
    }

    private static int NumberOf(NamedTensor tensor) =>
        int.TryParse(tensor.Name.AsSpan(Prefix.Length, tensor.Name.Length - Prefix.Length - ".weight".Length), out int number) ? number : -1;

    private static ImportedConvolution ConvolutionOf(NamedTensors tensors, int number, bool normalized)
    {
        string kernelName = $"{Prefix}{number}.weight", biasName = $"{Prefix}{number}.bias";
        NamedTensor weight = tensors[kernelName];
        int[] s = weight.Shape;
        float[] kernel = KernelLayout.OutermostLast(weight.Values, s), bias = [.. Vector(tensors, biasName, s[0])];
        if (normalized)
        {
            string norm = $"{Prefix}{number + 1}.";
            float[] gamma = Vector(tensors, norm + "weight", s[0]), beta = Vector(tensors, norm + "bias", s[0]);
            float[] mean = Vector(tensors, norm + "running_mean", s[0]), variance = Vector(tensors, norm + "running_var", s[0]);
            NetworkWeights.Fold(kernel, bias, gamma, beta, mean, variance, Epsilon);
        }
        return new ImportedConvolution(kernelName, [s[2], s[3], s[1], s[0]], kernel, biasName, bias);
    }

    private static float[] Vector(NamedTensors tensors, string name, int length)
    {
        if (!tensors.TryGet(name, out NamedTensor? tensor))
            throw new WeightsFormatException($"'{name}' is missing; expected one of shape [{length}].");
        return tensor.Shape is [int came] && came == length ? tensor.Values
            : throw new WeightsFormatException($"'{name}' should have shape [{length}], got [{string.Join(", ", tensor.Shape)}].");
    }
}
