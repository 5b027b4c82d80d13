using Microsoft.ML;
using Microsoft.ML.Data;

namespace Thaw.MLNet.Rows;

/// <summary>A column of a <see cref="MemoryView"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="ValueAt">A function from a row's number to its value, of the type's own .NET type.</param>
/// <param name="Annotations">What ML.NET knows of it beside, such as the values of keys.</param>
internal sealed record MemoryColumn(string Name, DataViewType Type, Delegate ValueAt, DataViewSchema.Annotations? Annotations = null)
{
    /// <summary>A vector of floats.</summary>
    public static MemoryColumn Vector(string name, VectorDataViewType type, Func<int, float[]> valueAt) => new(name, type, (int row) => new VBuffer<float>(type.Size, valueAt(row)));
}
