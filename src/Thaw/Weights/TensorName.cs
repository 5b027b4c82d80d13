namespace Thaw.Weights;

/// <summary>The rules for names of stored tensors.</summary>
internal static class TensorName
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxLength = 1024;

    /// <summary>The header entry of a safetensors file that is not a tensor, and so not a name.</summary>
    public const string Metadata = "__metadata__";

    /// <summary>What is wrong with a name, as one line; null where nothing is.</summary>
    public static string? Objection(string name)
    {
        if (name.Length is 0 or > MaxLength)
            return $"A tensor's name has 1 to {MaxLength} characters, got {name.Length}.";
        if (name == Metadata)
            return $"'{Metadata}' is reserved and cannot name a tensor.";
        return IsWellFormed(name) && !name.Any(char.IsControl)
            ? null
            : "A tensor's name must be well-formed Unicode without control characters.";
    }

    /// <summary>Whether text has no lone surrogate, so that it survives UTF-8.</summary>
    public static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }
        return true;
    }
}
