namespace Thaw.Packaging.MLNet;

/// <summary>
/// The four steps from a picture's path to its probabilities, as ML.NET stores each, and the chain that holds them. Every step reads the column
/// of the one before.
/// </summary>
internal static class PipelineSteps
{
    /// <summary>Column of text: where the picture is. The only column that rows must have.</summary>
    public const string Path = "ImagePath";

    /// <summary>Column of pictures: as decoded, and then as resized.</summary>
    public const string Image = "Image";

    private const string ImageAssembly = "Microsoft.ML.ImageAnalytics";

    /// <summary>Each step is applied in training, testing and scoring.</summary>
    private const int Everywhere = 7;

    /// <summary>The root: how many steps, and when each applies.</summary>
    public static byte[] Chain(int steps)
    {
        ModelKey key = new ModelKey("XF CHAIN", 0x00010001, 0x00010001, "TransformerChain", "Microsoft.ML.Data").Int32(steps);
        for (int i = 0; i < steps; i++)
            key.Int32(Everywhere);
        return key.ToBytes();
    }

    /// <summary>Reads the file that <see cref="Path"/> names. No folder is put before it, so that rows carry paths of their own.</summary>
    public static byte[] Loader() =>
        new ModelKey("IMGLOADR", 0x00010003, 0x00010003, "ImageLoaderTransform", ImageAssembly)
            .Column(Image, Path)
            .Text(null) // folder
            .Byte(1) // as a picture, not as bytes
            .ToBytes();

    /// <summary>Stretches a picture to a square; each pixel of it is the nearest of the source.</summary>
    /// <param name="side">Pixels along a side.</param>
    public static byte[] Resizer(int side) =>
        new ModelKey("IMGSCALF", 0x00010003, 0x00010003, "ImageScalerTransform", ImageAssembly)
            .Column(Image, Image)
            .Int32(side)
            .Int32(side)
            .Byte(2) // fill: the whole picture, its aspect ratio not kept
            .Byte(4) // anchor: the centre; without meaning where the picture is filled
            .ToBytes();

    /// <summary>Takes floats of 0 to 255 out of a picture: rows, then columns, then red, green, blue.</summary>
    /// <param name="output">The column to make.</param>
    public static byte[] Pixels(string output) =>
        new ModelKey("IMGPXEXT", 0x00010003, 0x00010002, "ImagePixelExtractor", ImageAssembly)
            .Column(output, Image)
            .Byte(2 | 4 | 8) // red, green and blue, no alpha
            .Byte(1) // in the order alpha, red, green, blue
            .Byte(1) // as floats
            .Single(0) // minus this
            .Single(1) // times this
            .Byte(1) // the three values of a pixel side by side
            .ToBytes();

    /// <summary>Runs the ONNX graph that stands in the stream <c>OnnxModel</c> beside this entry.</summary>
    /// <param name="inputs">Columns, and names of the graph's inputs.</param>
    /// <param name="outputs">Names of the graph's outputs, and columns.</param>
    public static byte[] Scorer(IReadOnlyList<string> inputs, IReadOnlyList<string> outputs) =>
        new ModelKey("ONNXSCOR", 0x00010003, 0x00010003, "OnnxTransform", "Microsoft.ML.OnnxTransformer")
            .Texts(inputs)
            .Texts(outputs)
            .Int32(0) // no shape but those that the graph states
            .Int32(100) // how deep the graph's message may nest
            .ToBytes();
}
