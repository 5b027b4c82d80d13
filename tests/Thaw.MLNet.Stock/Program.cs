using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Thaw.MLNet.Stock;

// MODEL SAVED PICTURE...: loads a model with ML.NET's assemblies alone, writes what it says of pictures to stdout as JSON, and saves the model again. The project must not refer to Thaw's.
var context = new MLContext();
ITransformer model = context.Model.Load(args[0], out DataViewSchema? schema);
IDataView scored = model.Transform(context.Data.LoadFromEnumerable(args[2..].Select(path => new PictureRow { ImagePath = path })));
context.Model.Save(model, schema, args[1]);
string[] names = [.. new[] { "Score", "Probability", "PredictedLabel" }.Where(name => scored.Schema.GetColumnOrNull(name) is not null)];
var answers = names.ToDictionary(name => name, name => Values(scored, name));
string[] assemblies = [.. AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!).Order(StringComparer.Ordinal)];
Console.WriteLine(JsonSerializer.Serialize(new { answers, assemblies }));

static double[][] Values(IDataView data, string name)
{
    DataViewType type = data.Schema[name].Type;
    return type switch
    {
        NumberDataViewType when type.RawType == typeof(float) => [.. data.GetColumn<float>(name).Select(value => new double[] { value })],
        BooleanDataViewType => [.. data.GetColumn<bool>(name).Select(value => new double[] { value ? 1 : 0 })],
        KeyDataViewType => [.. data.GetColumn<uint>(name).Select(value => new double[] { value })],
        VectorDataViewType { ItemType: BooleanDataViewType } => [.. data.GetColumn<bool[]>(name).Select(row => row.Select(value => value ? 1.0 : 0).ToArray())],
        VectorDataViewType vector when vector.ItemType.RawType == typeof(long) => [.. data.GetColumn<long[]>(name).Select(row => row.Select(value => (double)value).ToArray())],
        _ => [.. data.GetColumn<float[]>(name).Select(row => row.Select(value => (double)value).ToArray())],
    };
}
