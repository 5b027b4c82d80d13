using System.Collections;
using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Thaw.Weights;

/// <summary>
/// The content of a weights file: tensors under unique names, in the order in which they were added, and free text about
/// the file. Not thread-safe while tensors are being added.
/// </summary>
public sealed class NamedTensors : IReadOnlyCollection<NamedTensor>
{
    private readonly List<NamedTensor> _order = [];
    private readonly Dictionary<string, NamedTensor> _byName = new(StringComparer.Ordinal);

    /// <summary>Creates an empty collection.</summary>
    /// <param name="metadata">Free text about the file, copied; none by default.</param>
    /// <param name="leftOut">Names of tensors that the file held but that were not read, copied; none by default.</param>
    /// <exception cref="ArgumentException">A key or a value of the metadata is not well-formed Unicode.</exception>
    public NamedTensors(IReadOnlyDictionary<string, string>? metadata = null, IEnumerable<string>? leftOut = null)
    {
        Metadata = new ReadOnlyDictionary<string, string>(
            new Dictionary<string, string>(metadata ?? ReadOnlyDictionary<string, string>.Empty, StringComparer.Ordinal));
        if (Metadata.Any(pair => !TensorName.IsWellFormed(pair.Key) || !TensorName.IsWellFormed(pair.Value)))
            throw new ArgumentException("Expected well-formed Unicode in the metadata, got a lone surrogate.", nameof(metadata));
        LeftOut = leftOut is null ? [] : Array.AsReadOnly(leftOut.ToArray());
    }

    /// <summary>Free text about the file: in a safetensors file, the entry <c>__metadata__</c>. Never null.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>
    /// Names of tensors that the file held but that were not read because they are no weights (integers and booleans, such as
    /// PyTorch's <c>num_batches_tracked</c>). Never null.
    /// </summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>The number of tensors.</summary>
    public int Count => _order.Count;

    /// <summary>The names in the order in which the tensors were added.</summary>
    public IEnumerable<string> Names => _order.Select(tensor => tensor.Name);

    /// <summary>The tensor of a name.</summary>
    /// <param name="name">Compared ordinally.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    public NamedTensor this[string name] => TryGet(name, out NamedTensor? tensor)
        ? tensor
        : throw new KeyNotFoundException($"There is no tensor '{name}'; the {Count} names begin with {FirstNames()}.");

    /// <summary>Adds a tensor behind the others; its arrays are owned by the collection from here on and are not copied.</summary>
    /// <param name="name">A name that is not taken; see <see cref="NamedTensor(string, int[], float[])"/>.</param>
    /// <param name="shape">Sizes from the slowest to the fastest index.</param>
    /// <param name="values">As many values as the product of the shape, in row-major order.</param>
    /// <exception cref="ArgumentException">The name is taken, or an argument is not as the tensor needs it.</exception>
    public void Add(string name, int[] shape, float[] values) => Add(new NamedTensor(name, shape, values));

    /// <summary>Adds a tensor behind the others.</summary>
    /// <param name="tensor">A tensor whose name is not taken.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(NamedTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (!_byName.TryAdd(tensor.Name, tensor))
            throw new ArgumentException($"There is already a tensor '{tensor.Name}'.", nameof(tensor));
        _order.Add(tensor);
    }

    /// <summary>Whether there is a tensor of a name.</summary>
    /// <param name="name">Compared ordinally.</param>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>Looks a tensor up.</summary>
    /// <param name="name">Compared ordinally.</param>
    /// <param name="tensor">The tensor, or null where there is none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out NamedTensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <summary>Goes through the tensors in the order in which they were added.</summary>
    public IEnumerator<NamedTensor> GetEnumerator() => _order.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string FirstNames() => Count == 0 ? "nothing" : string.Join(", ", Names.Take(3).Select(name => $"'{name}'"));
}
