using Thaw.Weights.KerasHdf5;
using Thaw.Weights.Onnx;
using Thaw.Weights.Safetensors;

namespace Thaw.Weights;

/// <summary>Tells by their content which kind of weights file some bytes are, and brings them into the form of a backbone's own file.</summary>
internal static class WeightsFile
{
    private static ReadOnlySpan<byte> Hdf5Signature => [0x89, (byte)'H', (byte)'D', (byte)'F'];

    /// <summary>Reads a backbone: Thaw's own safetensors file, torchvision's VGG as safetensors, Keras's HDF5 file, or a VGG as ONNX.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <exception cref="WeightsFormatException">It is none of them, or it is damaged.</exception>
    public static NamedTensors ReadBackbone(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith(Hdf5Signature))
            return KerasVgg.Import(KerasHdf5File.Read(bytes));
        if (OnnxFile.Matches(bytes))
            return OnnxVgg.Import(OnnxFile.Read(bytes));
        NamedTensors tensors = SafetensorsFile.Read(new MemoryStream(bytes));
        return !tensors.Metadata.ContainsKey("network") && TorchvisionVgg.Matches(tensors) ? TorchvisionVgg.Import(tensors) : tensors;
    }
}
