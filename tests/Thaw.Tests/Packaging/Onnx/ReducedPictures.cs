using Thaw.Images;
using Thaw.Packaging;
using Thaw.Packaging.Onnx;
using Thaw.Tests.References;
using Thaw.Weights.Onnx;

namespace Thaw.Tests.Packaging.Onnx;

/// <summary>What a graph's nodes up to the order of colours make of pictures that are larger than the network's.</summary>
internal static class ReducedPictures
{
    /// <summary>Values of 0 to 255 in the order of <see cref="Picture.Pixels"/>, of one picture after the other.</summary>
    /// <param name="filter">The model's.</param>
    /// <param name="side">The network's side.</param>
    /// <param name="pictures">All of the same power of two times the side.</param>
    public static double[][] Of(ResizeFilter filter, int side, params Picture[] pictures)
    {
        using var sample = new PackedSample();
        PackagedModel packed = ModelZip.Read(sample.Path);
        ModelManifest manifest = packed.Manifest with { ImageSize = side, ResizeFilter = filter };
        int wide = pictures[0].Width;
        ModelProto model = OnnxGraph.Build(manifest, packed.Weights, new OnnxGraphOptions { Oversampling = wide / side });
        NodeProto[] nodes = [.. model.Graph.Node.TakeWhile(node => node.Name != "pixels_scaled")];
        model.Graph.Node.Clear();
        model.Graph.Node.Add(nodes);
        var input = new DirectOnnx.Value([pictures.Length, wide, wide, 3], [.. pictures.SelectMany(picture => picture.Pixels).Select(value => (double)value)]);
        DirectOnnx.Value came = DirectOnnx.Run(model, input)[nodes[^1].Output[0]];
        Assert.Equal([pictures.Length, 3, side, side], came.Shape);
        int plane = side * side;
        return [.. came.Data.Chunk(3 * plane).Select(values => Enumerable.Range(0, 3 * plane).Select(i => values[(i % 3 * plane) + (i / 3)]).ToArray())];
    }

    /// <summary>The nearest pixels at a larger or smaller size, which is how ML.NET's resizer is taken to work.</summary>
    public static Picture Nearest(Picture picture, int side)
    {
        byte[] pixels = new byte[3 * side * side];
        for (int i = 0; i < pixels.Length; i++)
        {
            int column = (int)(((i / 3 % side) + 0.5) * picture.Width / side), row = (int)(((i / 3 / side) + 0.5) * picture.Height / side);
            pixels[i] = picture.Pixels[(3 * ((row * picture.Width) + column)) + (i % 3)];
        }
        return new Picture(side, side, pixels);
    }
}
