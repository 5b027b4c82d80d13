using Microsoft.ML;
using Microsoft.ML.Data;
using Thaw.MLNet.Rows;

namespace Thaw.MLNet.Steps;

/// <summary>Two or more classes with keys as labels.</summary>
internal sealed class MulticlassTask : ILabelTask
{
    private const string KeyValues = "KeyValues";

    public string GraphOutput => DefaultNames.Probability;

    public IReadOnlyList<string> ClassesOf(DataViewSchema.Column label)
    {
        Check(label.Name, label.Type, label.Type is KeyDataViewType, isScalar: true);
        ulong count = ((KeyDataViewType)label.Type).Count;
        if (count is < 2 or > 65_536)
            throw new ArgumentException($"Column '{label.Name}' should have 2 to 65536 values, got {count}.");
        if (label.Annotations.Schema.GetColumnOrNull(KeyValues) is not { Type: VectorDataViewType { ItemType: TextDataViewType } })
            return [.. Enumerable.Range(1, (int)count).Select(number => $"{number}")];
        VBuffer<ReadOnlyMemory<char>> names = default;
        label.GetKeyValues(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    public Func<int> Reader(DataViewRow row, DataViewSchema.Column label) => Type.GetTypeCode(label.Type.RawType) switch
    {
        TypeCode.Byte => Reader<byte>(row, label, value => value),
        TypeCode.UInt16 => Reader<ushort>(row, label, value => value),
        TypeCode.UInt32 => Reader<uint>(row, label, value => value),
        _ => Reader<ulong>(row, label, value => value),
    };

    public void Check(string name, DataViewType type, bool isKey, bool isScalar)
    {
        if (!isKey || !isScalar)
            throw new ArgumentException($"Column '{name}' should be a key, as Conversion.MapValueToKey makes it, got {type}; for Booleans there is BinaryClassification.Trainers.Vgg.");
    }

    // One linear model a class makes the key of the most probable class out of the vector of probabilities, and names its slots; its scores are those probabilities
    public ITransformer[] Answers(MLContext context, DataViewSchema.Column label, VectorDataViewType graph, float threshold)
    {
        int classes = ClassesOf(label).Count;
        (float[] Features, int Class)[] cases = classes == 2 ? s_twoClasses : [.. Cases(classes)];
        var key = new KeyDataViewType(typeof(uint), (ulong)classes);
        var rows = new MemoryView(cases.Length, MemoryColumn.Vector(GraphOutput, graph, row => cases[row].Features),
            new MemoryColumn(DefaultNames.Label, key, (int row) => (uint)(cases[row].Class + 1), label.Annotations));
        ITransformer fitted = context.MulticlassClassification.Trainers
            .OneVersusAll(UnitScore.Trainer(context, GraphOutput), DefaultNames.Label, useProbabilities: false).Fit(rows);
        IEnumerable<float[]> scores = fitted.Transform(rows).GetColumn<float[]>(DefaultNames.Score);
        if (!scores.Zip(cases).All(pair => pair.First.SequenceEqual(Expected(pair.Second.Features))))
            throw UnitScore.Failed();
        return [fitted];
    }

    public IEstimator<ITransformer> AnswerEstimator(MLContext context, string labelColumnName) =>
        context.MulticlassClassification.Trainers.OneVersusAll(UnitScore.Trainer(context, GraphOutput, labelColumnName), labelColumnName, useProbabilities: false);

    // The graph gives one probability p; the classes' are 1 - p and p
    private static readonly (float[] Features, int Class)[] s_twoClasses = [([-1], 0), ([1], 1), ([0], 1)];

    private static float[] Expected(float[] features) => features.Length == 1 ? [1 - features[0], features[0]] : features;

    private static IEnumerable<(float[] Features, int Class)> Cases(int classes)
    {
        for (int c = 0; c < classes; c++)
        {
            float[] one = new float[classes];
            one[c] = 1;
            yield return (one, c);
            yield return (new float[classes], c);
        }
    }

    private static Func<int> Reader<T>(DataViewRow row, DataViewSchema.Column label, Func<T, ulong> number) where T : struct
    {
        ValueGetter<T> get = row.GetGetter<T>(label);
        T value = default;
        return () =>
        {
            get(ref value);
            return (int)number(value) - 1; // keys count from 1, and 0 is none
        };
    }
}
