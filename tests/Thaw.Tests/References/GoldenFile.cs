using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Tests.References;

/// <summary>
/// Numbers from another framework, stored under <c>tests/Thaw.Tests/Fixtures/golden</c> by the scripts of <c>data/golden</c>.
/// Tensors are named <c>case/what</c>; layouts are Thaw's.
/// </summary>
internal sealed class GoldenFile
{
    private readonly string _name;
    private readonly NamedTensors _tensors;

    private GoldenFile(string name, NamedTensors tensors) => (_name, _tensors) = (name, tensors);

    /// <summary>The cases: what stands before the first slash, in ordinal order.</summary>
    public IReadOnlyList<string> Cases =>
        [.. _tensors.Names.Select(name => name.Split('/')[0]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Every name, in ordinal order.</summary>
    public IEnumerable<string> Names => _tensors.Names.Order(StringComparer.Ordinal);

    /// <summary>Opens a file, for example <c>convolution.safetensors</c>; a missing file fails the test.</summary>
    public static GoldenFile Open(string name) => new(name, SafetensorsFile.Read(PathOf(name)));

    /// <summary>Where a file lies: beside the tests, or in the repository above them.</summary>
    public static string PathOf(string name)
    {
        string copied = Path.Combine(AppContext.BaseDirectory, "Fixtures", "golden", name);
        return File.Exists(copied) ? copied : RepositoryRoot.Combine("tests", "Thaw.Tests", "Fixtures", "golden", name);
    }

    /// <summary>The names behind a prefix, without it: <c>Under("initial/")</c> lists the layers' tensors.</summary>
    public IReadOnlyList<string> Under(string prefix) =>
        [.. Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..])];

    /// <summary>Whether there is a tensor of a name.</summary>
    public bool Contains(string name) => _tensors.Contains(name);

    /// <summary>The sizes of a tensor.</summary>
    public int[] Shape(string name) => Tensor(name).Shape;

    /// <summary>The values as stored.</summary>
    public float[] Floats(string name) => [.. Tensor(name).Values];

    /// <summary>The values as float64, for the oracles.</summary>
    public double[] Doubles(string name) => Array.ConvertAll(Tensor(name).Values, value => (double)value);

    /// <summary>The values as whole numbers, for labels.</summary>
    public int[] Integers(string name) => Array.ConvertAll(Tensor(name).Values, value => checked((int)value));

    /// <summary>The only value of a tensor.</summary>
    public double Scalar(string name) => Assert.Single(Tensor(name).Values);

    private NamedTensor Tensor(string name) =>
        _tensors.TryGet(name, out NamedTensor? tensor) ? tensor : throw new KeyNotFoundException($"{_name} holds no '{name}'.");
}
