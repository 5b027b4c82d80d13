namespace Thaw.Weights.Safetensors;

/// <summary>One tensor of a header, as parsed and not yet checked against the others.</summary>
/// <param name="Name">A valid name.</param>
/// <param name="Type">The element type's name, for example <c>F32</c>.</param>
/// <param name="Shape">Up to 8 sizes, none negative.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end, exclusive.</param>
internal sealed record SafetensorsEntry(string Name, string Type, int[] Shape, long Begin, long End)
{
    /// <summary>Bytes an element: 0 for a type that the format does not know.</summary>
    public int ElementSize => Type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" => 1,
        _ => 0,
    };

    /// <summary>Whether the elements are float32 or widen to it exactly.</summary>
    public bool IsReadable => Type is "F32" or "F16" or "BF16";

    /// <summary>Whether the tensor is no weight: integers or booleans.</summary>
    public bool IsLeftOut => Type is "I64" or "U64" or "I32" or "U32" or "I16" or "U16" or "I8" or "U8" or "BOOL";

    /// <summary>Checks this entry alone: a known type, bounds inside the data, and as many bytes as the shape needs.</summary>
    /// <param name="dataLength">The bytes behind the header.</param>
    /// <exception cref="WeightsFormatException">The entry is wrong.</exception>
    public void Check(long dataLength)
    {
        if (!IsReadable && !IsLeftOut)
            throw new WeightsFormatException(
                $"Tensor '{Name}': expected element type F32, F16 or BF16, got {Type}; convert the file to F32 first.");
        if (Begin < 0 || End < Begin || End > dataLength)
            throw new WeightsFormatException(
                $"Tensor '{Name}': its offsets [{Begin},{End}] are not inside the {dataLength} bytes of data.");
        if (NamedTensor.ElementCount(Shape) is not { } count || count * ElementSize != End - Begin)
            throw new WeightsFormatException(
                $"Tensor '{Name}': shape [{string.Join(',', Shape)}] of {Type} does not fit {End - Begin} bytes.");
    }
}
