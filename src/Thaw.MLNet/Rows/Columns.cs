using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Thaw.MLNet.Rows;

/// <summary>Finds columns, and says what is wrong with them in a line.</summary>
internal static class Columns
{
    /// <summary>A column of data.</summary>
    /// <param name="schema">The data's.</param>
    /// <param name="name">Its name.</param>
    /// <param name="what">What is expected there.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, string what) =>
        schema.GetColumnOrNull(name) ?? throw Missing(name, what, schema.Where(column => !column.IsHidden).Select(column => column.Name));

    /// <summary>A column of data that a pipeline will have.</summary>
    /// <inheritdoc cref="Find(DataViewSchema, string, string)"/>
    public static SchemaShape.Column Find(SchemaShape schema, string name, string what)
    {
        foreach (SchemaShape.Column column in schema)
        {
            if (column.Name == name)
                return column;
        }
        throw Missing(name, what, schema.Select(column => column.Name));
    }

    /// <summary>Whether a column holds paths; otherwise it holds decoded pictures.</summary>
    /// <exception cref="ArgumentException">It holds neither.</exception>
    public static bool HoldPaths(string name, DataViewType type) => type switch
    {
        TextDataViewType => true,
        ImageDataViewType => false,
        _ => throw NoPictures(name, type.ToString()!),
    };

    /// <inheritdoc cref="HoldPaths(string, DataViewType)"/>
    public static bool HoldPaths(string name, SchemaShape.Column column) => column.Kind == SchemaShape.Column.VectorKind.Scalar
        ? HoldPaths(name, column.ItemType)
        : throw NoPictures(name, $"a vector of {column.ItemType}");

    private static ArgumentException Missing(string name, string what, IEnumerable<string> names) =>
        new($"The data has no column '{name}', where {what} should be; it has {string.Join(", ", names.Distinct())}.");

    private static ArgumentException NoPictures(string name, string type) =>
        new($"Column '{name}' should hold paths (text) or pictures (MLImage), got {type}. No step of ML.NET decodes the bytes of a file: give its path, or an MLImage that MLImage.CreateFromStream made of them.");
}
