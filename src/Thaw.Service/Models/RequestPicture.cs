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
    public Picture AtSize(ModelManifest manifest, long maxPixels) => Named(() => Resized(manifest, maxPixels));

    /// <summary>Says what a model sees in it, and where.</summary>
    /// <exception cref="ImageFormatException">It can't be decoded, or has more pixels than are allowed.</exception>
    public (Explanation Explanation, byte[] Overlay) Explain(Classifier classifier, long maxPixels) => Named(() => Explained(classifier, maxPixels));

    protected abstract Picture Resized(ModelManifest manifest, long maxPixels);

    protected abstract (Explanation Explanation, byte[] Overlay) Explained(Classifier classifier, long maxPixels);

    private T Named<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ImageFormatException e) when (Name is not null)
        {
            throw new ImageFormatException($"{Name}: {e.Message}", e);
        }
    }

    /// <summary>A JPEG, PNG or BMP file.</summary>
    public sealed record Encoded(ReadOnlyMemory<byte> Bytes, string? Name = null) : RequestPicture(Name)
    {
        protected override Picture Resized(ModelManifest manifest, long maxPixels) =>
            PictureReader.Read(Bytes.Span, manifest.ImageSize, manifest.ImageSize, manifest.ResizeFilter, maxPixels);

        protected override (Explanation, byte[]) Explained(Classifier classifier, long maxPixels)
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
        protected override Picture Resized(ModelManifest manifest, long maxPixels) =>
            Resizing.ToSize(Picture, manifest.ImageSize, manifest.ImageSize, manifest.ResizeFilter);

        protected override (Explanation, byte[]) Explained(Classifier classifier, long maxPixels)
        {
            Explanation explanation = classifier.Explain(Picture);
            return (explanation, explanation.ToPng(Picture));
        }
    }
}
