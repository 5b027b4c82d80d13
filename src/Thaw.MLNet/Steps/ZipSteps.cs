using Microsoft.ML;
using Microsoft.ML.Data;

namespace Thaw.MLNet.Steps;

/// <summary>The steps of a model zip that Thaw wrote, loaded by ML.NET and led to the user's column.</summary>
internal static class ZipSteps
{
    /// <summary>The zip's columns of paths and of pictures.</summary>
    public const string Path = "ImagePath", Image = "Image";

    /// <summary>Loads.</summary>
    /// <param name="context">Whose steps.</param>
    /// <param name="zip">The file; not needed any more afterwards.</param>
    /// <param name="input">Data that has the column.</param>
    /// <param name="column">The user's column.</param>
    /// <param name="loads">Whether it holds paths; the zip's first step, which loads pictures, is left out where it does not.</param>
    public static IEnumerable<ITransformer> Load(MLContext context, string zip, IDataView input, string column, bool loads)
    {
        var steps = (TransformerChain<ITransformer>)context.Model.Load(zip, out _);
        string expected = loads ? Path : Image;
        if (column != expected)
            yield return context.Transforms.CopyColumns(expected, column).Fit(input);
        foreach (ITransformer step in steps.Skip(loads ? 0 : 1))
            yield return step;
    }
}
