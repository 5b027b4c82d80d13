using Thaw.Images;
using Thaw.Kernels;

namespace Thaw.Serving;

/// <content>Why it answers so: heat maps.</content>
public sealed partial class Classifier
{
    /// <summary>Classifies a picture file and computes where in it the network found what speaks for a class.</summary>
    /// <param name="imagePath">A JPEG, PNG or BMP file.</param>
    /// <param name="label">The class, by its place in <see cref="Classes"/>; null (the default) for the one that is told.</param>
    /// <param name="layer">The convolution to look at, such as <c>block5_conv3</c>; null for the default. See <see cref="Explain(Picture, int?, string?)"/>.</param>
    /// <returns>An explanation of the file's size.</returns>
    /// <exception cref="ImageFormatException">The file is not a picture that can be read.</exception>
    /// <exception cref="IOException">There is no such file, or it can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    /// <exception cref="ArgumentException">There is no such convolution.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    public Explanation Explain(string imagePath, int? label = null, string? layer = null) => OfFile(imagePath, encoded => Explain(encoded, label, layer));

    /// <summary>Classifies an encoded picture and computes where in it the network found what speaks for a class.</summary>
    /// <param name="encoded">The bytes of a whole JPEG, PNG or BMP file.</param>
    /// <param name="label">The class, by its place in <see cref="Classes"/>; null (the default) for the one that is told.</param>
    /// <param name="layer">The convolution to look at; null for the default. See <see cref="Explain(Picture, int?, string?)"/>.</param>
    /// <returns>An explanation of the encoded picture's size.</returns>
    /// <exception cref="ImageFormatException">The bytes are not a picture that can be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    /// <exception cref="ArgumentException">There is no such convolution.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    public Explanation Explain(ReadOnlySpan<byte> encoded, int? label = null, string? layer = null)
    {
        Picture seen = PictureReader.Read(encoded, Manifest.ImageSize, Manifest.ImageSize, Manifest.ResizeFilter);
        ImageHeader header = ImageDecoder.ReadHeader(encoded);
        return Explain(seen, header.Width, header.Height, label, layer);
    }

    /// <summary>Classifies decoded pixels and computes where in them the network found what speaks for a class, by Grad-CAM (Selvaraju et al. 2017).</summary>
    /// <param name="picture">Any size; stretched to the model's. Not changed.</param>
    /// <param name="label">The class, by its place in <see cref="Classes"/>; null (the default) for the one that is told.</param>
    /// <param name="layer">
    /// The convolution to look at, such as <c>block5_conv3</c>. Null (the default) for the last one whose output has at least 7x7 cells: <c>block5_conv3</c> for a
    /// VGG16 that sees 112x112 pixels or more, <c>block4_conv3</c> from 56x56 on, else <c>block3_conv3</c>. Maps of fewer cells were seen to point beside the place.
    /// </param>
    /// <returns>An explanation of the picture's size. Its prediction is that of <see cref="Classify(Picture)"/>, and later predictions are what they would have been.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    /// <exception cref="ArgumentException">There is no such convolution.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    /// <remarks>A forward pass and half a backward pass of one picture; weights are not touched. Of two classes one logit speaks for the second, its negative for the
    /// first; of more, each class has its own. Neither threshold nor temperature counts.</remarks>
    public Explanation Explain(Picture picture, int? label = null, string? layer = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        int side = Manifest.ImageSize;
        return Explain(Resizing.ToSize(picture, side, side, Manifest.ResizeFilter), picture.Width, picture.Height, label, layer);
    }

    private Explanation Explain(Picture seen, int width, int height, int? label, string? layer)
    {
        if (label is { } asked && (asked < 0 || asked >= Classes.Count))
            throw new ArgumentOutOfRangeException(nameof(label), asked, $"The model has the classes 0 to {Classes.Count - 1}.");
        int index = GradCam.LayerOf(_network, layer);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _network.LayAside(); // the buffers of batches stay as they are
            try
            {
                return ExplainAlone(seen, width, height, label, index);
            }
            finally
            {
                _network.LayAside();
            }
        }
    }

    private Explanation ExplainAlone(Picture seen, int width, int height, int? label, int index)
    {
        if (_explained != index)
        {
            _explained = -1;
            _network.PlanOutputGradient(1, index);
            _explainedInput = new float[_network.InputShapes[0].Length];
            _explained = index;
        }
        float[] logits = new float[_network.Logits], probabilities = new float[Classes.Count];
        Manifest.Preprocessing.Apply(seen.Pixels, _explainedInput);
        _device.Upload(_explainedInput, _network.Input);
        _device.Download(_network.Forward(1), logits);
        CrossEntropy.Probabilities(logits, Classes.Count, probabilities);
        Prediction prediction = PredictionOf(probabilities);
        int shown = label ?? prediction.Index;
        return new Explanation(prediction, shown, _network.Layers[index].Name, GradCam.Map(_network, index, shown), width, height);
    }
}
