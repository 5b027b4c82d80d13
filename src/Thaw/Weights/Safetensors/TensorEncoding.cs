namespace Thaw.Weights.Safetensors;

/// <summary>How a written file stores each value.</summary>
public enum TensorEncoding
{
    /// <summary>IEEE 754 binary32, 4 bytes, exact.</summary>
    Float32,

    /// <summary>
    /// IEEE 754 binary16, 2 bytes: 11 significant bits, rounded to nearest even, at most 65,504; smaller than 6e-5 loses bits.
    /// </summary>
    Float16,
}
