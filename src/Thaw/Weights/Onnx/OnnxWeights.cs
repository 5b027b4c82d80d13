namespace Thaw.Weights.Onnx;

/// <summary>Gives back the weights of an ONNX file that Thaw wrote.</summary>
internal static class OnnxWeights
{
    /// <summary>The tensors under Keras's names, in the file's order and to the last bit; dense layers too. Other files than Thaw's are for <see cref="OnnxVgg"/>.</summary>
    /// <param name="model">From <see cref="OnnxFile"/>.</param>
    /// <returns>Kernels and biases; the metadata are the file's own, those of Thaw without <see cref="OnnxKeys.Prefix"/>. Shapes are not checked against any network.</returns>
    /// <exception cref="WeightsFormatException">A tensor is damaged or comes twice.</exception>
    public static NamedTensors Read(ModelProto model)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (StringStringEntryProto entry in model.MetadataProps)
            metadata[entry.Key.StartsWith(OnnxKeys.Prefix, StringComparison.Ordinal) ? entry.Key[OnnxKeys.Prefix.Length..] : entry.Key] = entry.Value;
        var tensors = new NamedTensors(metadata);
        foreach (TensorProto initializer in model.Graph.Initializer)
        {
            string name = initializer.Name;
            if (!name.EndsWith("/kernel", StringComparison.Ordinal) && !name.EndsWith("/bias", StringComparison.Ordinal))
                continue;
            if (TensorName.Objection(name) is { } objection)
                throw new WeightsFormatException(objection);
            if (tensors.Contains(name))
                throw new WeightsFormatException($"The file has the tensor '{name}' twice.");
            int[] shape = OnnxTensor.Shape(initializer);
            float[] values = OnnxTensor.Floats(initializer);
            if (shape is [int outputs, int inputs, int height, int width])
                tensors.Add(name, [height, width, inputs, outputs], KernelLayout.OutermostLast(values, shape));
            else
                tensors.Add(name, shape, values);
        }
        return tensors;
    }
}
