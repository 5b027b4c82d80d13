using Microsoft.ML;
using Thaw.Images;
using Thaw.Training;

namespace Thaw.MLNet.Tests;

[Collection(Drawn.Name)]
public sealed class BadInputTests(Pictures pictures)
{
    private readonly MLContext _context = pictures.Context;

    [Theory]
    [InlineData("Photo", "Label", "no column 'Photo', where the pictures should be; it has ImagePath, Label, Class.")]
    [InlineData("ImagePath", "Broken", "no column 'Broken', where the labels should be; it has ImagePath, Label, Class.")]
    [InlineData("Label", "Label", "Column 'Label' should hold paths (text) or pictures (MLImage), got Boolean.")]
    [InlineData("ImagePath", "Class", "Column 'Class' should be a Boolean, true for the positive class, got String")]
    public void Columns_that_do_not_fit_are_named(string image, string label, string expected)
    {
        IEstimator<ITransformer> trainer = _context.BinaryClassification.Trainers.Vgg(Pictures.Quick with { ImageColumnName = image, LabelColumnName = label });
        Assert.Contains(expected, Line<ArgumentException>(() => trainer.Fit(pictures.Data)), StringComparison.Ordinal);
        // A chain asks for the shape of what comes out before it fits anything
        Assert.Contains(expected, Line<ArgumentException>(() => trainer.GetOutputSchema(Shape())), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_for_several_classes_and_booleans_for_two()
    {
        Assert.Contains("should be a key", Line<ArgumentException>(() => _context.MulticlassClassification.Trainers.Vgg(Pictures.Quick).Fit(pictures.Data)), StringComparison.Ordinal);
        IDataView keys = _context.Transforms.Conversion.MapValueToKey("Label", "Class").Fit(pictures.Data).Transform(pictures.Data);
        Assert.Contains("MulticlassClassification.Trainers.Vgg", Line<ArgumentException>(() => _context.BinaryClassification.Trainers.Vgg(Pictures.Quick).Fit(keys)), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_of_files_are_refused_with_what_to_do()
    {
        IDataView bytes = _context.Transforms.LoadRawImageBytes("Bytes", null, "ImagePath").Fit(pictures.Data).Transform(pictures.Data);
        string line = Line<ArgumentException>(() => _context.BinaryClassification.Trainers.Vgg(Pictures.Quick with { ImageColumnName = "Bytes" }).Fit(bytes));
        Assert.Contains("MLImage.CreateFromStream", line, StringComparison.Ordinal);
        Assert.Contains("MLImage.CreateFromStream", Line<ArgumentException>(() => _context.Transforms.VggFeatures("Features", "Bytes").Fit(bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_are_named_and_can_be_allowed()
    {
        IDataView data = _context.Data.LoadFromEnumerable(pictures.Two.Append(new PictureRow { ImagePath = pictures.At("gone.png") }));
        string line = Line<ImageSetException>(() => _context.BinaryClassification.Trainers.Vgg(Pictures.Quick).Fit(data));
        Assert.Contains("gone.png': The file does not exist", line, StringComparison.Ordinal);
        var context = new MLContext();
        var log = new List<string>();
        context.Log += (_, e) => log.Add(e.RawMessage);
        context.BinaryClassification.Trainers.Vgg(Pictures.Quick with { Context = context, MaxUnreadableFraction = 0.1 }).Fit(data);
        Assert.Contains(log, message => message.Contains("gone.png' is left out", StringComparison.Ordinal));
    }

    [Fact]
    public void One_class_alone_is_refused()
    {
        IDataView data = _context.Data.LoadFromEnumerable(pictures.Two.Where(row => row.Label));
        Assert.Equal("None of the 20 pictures of 'the training data' is of the class 'false'; every class needs some.",
            Line<ImageSetException>(() => _context.BinaryClassification.Trainers.Vgg(Pictures.Quick).Fit(data)));
    }

    [Fact]
    public void Options_are_checked_at_once()
    {
        Assert.Contains("No plan is named 'thaw'", Line<ArgumentException>(() => _context.BinaryClassification.Trainers.Vgg(new VggOptions { Plan = "thaw" })), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.BinaryClassification.Trainers.Vgg(new VggOptions { ImageSize = 31 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.BinaryClassification.Trainers.Vgg(new VggOptions { ValidationFraction = 0 }));
        Assert.Throws<FileNotFoundException>(() => _context.Transforms.VggFeatures("Features", "ImagePath", "vgg61"));
    }

    [Fact]
    public void A_rate_that_diverges_says_so()
    {
        VggOptions wild = Pictures.Quick with { Plan = Plan.Full, Settings = new PlanSettings { Epochs = 3, TuningRate = 1e6, Views = 1 } };
        Assert.Contains("Lower the learning rates", Line<InvalidOperationException>(() => _context.BinaryClassification.Trainers.Vgg(wild).Fit(pictures.Data)), StringComparison.Ordinal);
    }

    // The shape of the data, which only stock steps can make
    private SchemaShape Shape() => _context.Transforms.CopyColumns("Same", "Class").Append(new ShapeOnly()).Fit(pictures.Data) is null ? null! : ShapeOnly.Seen!;

    private static string Line<T>(Action action) where T : Exception
    {
        string message = Assert.ThrowsAny<T>(action).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    /// <summary>Takes down the shape that a chain hands it before fitting.</summary>
    private sealed class ShapeOnly : IEstimator<ITransformer>
    {
        public static SchemaShape? Seen { get; private set; }

        public ITransformer Fit(IDataView input) => new MLContext().Transforms.CopyColumns("Other", "Class").Fit(input);

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Seen = new SchemaShape(inputSchema.Where(column => column.Name != "Same"));
    }
}
