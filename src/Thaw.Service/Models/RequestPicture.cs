using Thaw.Images;
using Thaw.Packaging;
using Thaw.Serving;

namespace Thaw.Service.Models;

/// <summary>A picture of a request: the bytes of a file, or pixels.</summary>
/// <param name="Name">What an error calls it, such as <c>images[2]</c>; null where a request has only one.</param>
internal abstract record RequestPicture(string? Name)
{
    /// <summary>Brings it to the size of a network.</summary>
    /// <exception cref="ImageFormatException">It can't be decoded, or has more pixels than are allowed.</exception>
    public abstract Picture AtSize(ModelManifest manifest, long maxPixels);

    /// <summary>Says what a model sees in it, and where.</summary>
    /// <exception cref="ImageFormatException">It can't be decoded, or has more pixels than are allowed.</exception>
    public abstract (Explanation Explanation, byte[] Overlay) Explain(Classifier classifier, long maxPixels);

    /// <summary>A JPEG, PNG or BMP file.</summary>
    public sealed record Encoded(ReadOnlyMemory<byte> Bytes, string? Name = null) : RequestPicture(Name)
    {
        public override Picture AtSize(ModelManifest manifest, long maxPixels) =>
            PictureReader.Read(Bytes.Span, manifest.ImageSize, manifest.ImageSize, manifest.ResizeFilter, maxPixels);

        public override (Explanation, byte[]) Explain(Classifier classifier, long maxPixels)
        {
            ImageHeader header = ImageDecoder.ReadHeader(Bytes.Span);
            if ((long)header.Width * header.Height > maxPixels)
                throw new ImageFormatException($"{header.Width}x{header.Height} pixels are more than the limit of {maxPixels}; shrink the picture.");
            Explanation explanation = classifier.Explain(Bytes.Span);
            return (explanation, explanation.ToPng(Bytes.Span));
        }
    }

    /// <summary>Pixels.</summary>
    public sealed record Decoded(Picture Picture, string? Name = null) : RequestPicture(Name)
    {
        public override Picture AtSize(ModelManifest manifest, long maxPixels) =>
            Resizing.ToSize(Picture, manifest.ImageSize, manifest.ImageSize, manifest.ResizeFilter);

        public override (Explanation, byte[]) Explain(Classifier classifier, long maxPixels)
        {
            Explanation explanation = classifier.Explain(Picture);
            return (explanation, explanation.ToPng(Picture));
        }
    }
}
