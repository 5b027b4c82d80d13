using Microsoft.ML;
using Microsoft.ML.Data;

namespace Thaw.MLNet.Steps;

/// <summary>What differs between labels that are Booleans and labels that are keys: how they are read, and which steps make ML.NET's usual columns of the graph's answers.</summary>
internal interface ILabelTask
{
    /// <summary>The column of the graph that the answers are made from.</summary>
    string GraphOutput { get; }

    /// <summary>Names of the classes in the order of their numbers.</summary>
    /// <param name="label">The column of labels.</param>
    /// <exception cref="ArgumentException">It is of another type.</exception>
    IReadOnlyList<string> ClassesOf(DataViewSchema.Column label);

    /// <summary>Reads the number of a row's class, from 0; -1 where there is none.</summary>
    Func<int> Reader(DataViewRow row, DataViewSchema.Column label);

    /// <summary>Checks a column that a pipeline will have.</summary>
    /// <exception cref="ArgumentException">It is of another type.</exception>
    void Check(string name, DataViewType type, bool isKey, bool isScalar);

    /// <summary>The steps behind the graph.</summary>
    /// <param name="context">Whose steps.</param>
    /// <param name="label">The column of labels, whose values the answers are to have.</param>
    /// <param name="graph">The type of <see cref="GraphOutput"/>.</param>
    /// <param name="threshold">Of two classes, the probability from which the positive one is told.</param>
    ITransformer[] Answers(MLContext context, DataViewSchema.Column label, VectorDataViewType graph, float threshold);

    /// <summary>Estimators of the same steps, for what they say of columns; they are not fitted.</summary>
    IEstimator<ITransformer> AnswerEstimator(MLContext context, string labelColumnName);
}
