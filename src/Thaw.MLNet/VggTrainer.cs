using Microsoft.ML;
using Microsoft.ML.Data;
using Thaw.Images;
using Thaw.MLNet.Fitting;
using Thaw.MLNet.Rows;
using Thaw.MLNet.Steps;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Weights;

namespace Thaw.MLNet;

/// <summary>Trains a VGG with Thaw's engine and returns it as a chain of ML.NET's own transformers.</summary>
internal sealed class VggTrainer : IEstimator<ITransformer>
{
    private readonly ILabelTask _task;
    private readonly VggOptions _options;

    public VggTrainer(ILabelTask task, VggOptions options)
    {
        options.Check(task is BinaryTask);
        _task = task;
        _options = options;
    }

    public ITransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        MLContext context = _options.Context ?? new MLContext();
        using var watch = new ContextWatch(context, _options.Cancellation);
        DataViewSchema.Column image = Columns.Find(input.Schema, _options.ImageColumnName, "the pictures");
        DataViewSchema.Column label = Columns.Find(input.Schema, _options.LabelColumnName, "the labels");
        bool loads = Columns.HoldPaths(image.Name, image.Type);
        Backbone backbone = BackboneStore.Find(_options.Backbone);
        using Cpu? cpu = _options.Device is null ? new Cpu(_options.Threads) : null;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("thaw-fit-");
        try
        {
            string zip = _options.ModelFile ?? Path.Combine(folder.FullName, "model.zip");
            LoadedImages images = new PictureRows(_options, _task, watch).Read(input, label, _options.ImageSize ?? backbone.ImageSize);
            float threshold = new NetworkFit(_options, backbone, _options.Device ?? cpu!, watch).Run(images, folder.FullName, zip);
            ITransformer[] steps = [.. ZipSteps.Load(context, zip, input, image.Name, loads)];
            var graph = (VectorDataViewType)new TransformerChain<ITransformer>(steps).GetOutputSchema(input.Schema)[_task.GraphOutput].Type;
            return new TransformerChain<ITransformer>([.. steps, .. _task.Answers(context, label, graph, threshold)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What stock steps of the same kinds say, since ML.NET keeps the making of columns to itself.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column image = Columns.Find(inputSchema, _options.ImageColumnName, "the pictures");
        SchemaShape.Column label = Columns.Find(inputSchema, _options.LabelColumnName, "the labels");
        _task.Check(label.Name, label.ItemType, label.IsKey, label.Kind == SchemaShape.Column.VectorKind.Scalar);
        MLContext context = _options.Context ?? new MLContext();
        IEstimator<ITransformer> start = Columns.HoldPaths(image.Name, image)
            ? context.Transforms.LoadImages(ZipSteps.Image, null, image.Name)
            : context.Transforms.CopyColumns(ZipSteps.Image, image.Name);
        return start.Append(context.Transforms.ResizeImages(ZipSteps.Image, Vgg.SmallestSide, Vgg.SmallestSide))
            .Append(context.Transforms.ExtractPixels(_task.GraphOutput, ZipSteps.Image))
            .Append(_task.AnswerEstimator(context, label.Name))
            .GetOutputSchema(inputSchema);
    }
}
