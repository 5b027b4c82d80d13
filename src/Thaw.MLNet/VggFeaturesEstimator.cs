using Microsoft.ML;
using Microsoft.ML.Transforms.Image;
using Thaw.MLNet.Rows;
using Thaw.MLNet.Steps;
using Thaw.Packaging;
using Thaw.Weights;

namespace Thaw.MLNet;

/// <summary>Loads, resizes and featurizes pictures with the catalog's own steps; whether there is anything to load is known when the column is.</summary>
internal sealed class VggFeaturesEstimator : IEstimator<ITransformer>
{
    private readonly TransformsCatalog _catalog;
    private readonly string _output, _input;
    private readonly Backbone _backbone;
    private readonly int _side;
    private readonly Lazy<IEstimator<ITransformer>> _scorer;

    public VggFeaturesEstimator(TransformsCatalog catalog, string output, string input, Backbone backbone, int? imageSize)
    {
        _catalog = catalog;
        _output = output;
        _input = input;
        _backbone = backbone;
        _side = imageSize ?? backbone.ImageSize;
        _scorer = new(() => _catalog.ApplyOnnxModel(GraphFile.Features, GraphFile.Pixels, GraphFile.Of(_backbone, _side)));
    }

    public ITransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column column = Columns.Find(input.Schema, _input, "the pictures");
        return Chain(Columns.HoldPaths(_input, column.Type)).Fit(input);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column column = Columns.Find(inputSchema, _input, "the pictures");
        return Chain(Columns.HoldPaths(_input, column)).GetOutputSchema(inputSchema);
    }

    // The same settings as in the steps of a model zip
    private IEstimator<ITransformer> Chain(bool loads)
    {
        int side = _side * OnnxExport.OversamplingFor(_side);
        string image = _output + "Image", source = loads ? image : _input;
        IEstimator<ITransformer> resize = _catalog.ResizeImages(image, side, side, source, ImageResizingEstimator.ResizingKind.Fill);
        IEstimator<ITransformer> chain = (loads ? _catalog.LoadImages(image, null, _input).Append(resize) : resize)
            .Append(_catalog.ExtractPixels(GraphFile.Pixels, image, interleavePixelColors: true))
            .Append(_scorer.Value);
        return _output == GraphFile.Features ? chain : chain.Append(_catalog.CopyColumns(_output, GraphFile.Features));
    }
}
