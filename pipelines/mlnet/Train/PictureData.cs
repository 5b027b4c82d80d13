using Microsoft.ML;
using Thaw.Images;

namespace Pipeline.MLNet.Train;

/// <summary>The pictures, split as <c>thaw compare</c> splits them, as ML.NET's data.</summary>
internal sealed class PictureData
{
    private readonly MLContext _context;
    private readonly LoadedImages _images;

    private PictureData(MLContext context, LoadedImages images, ImageSplit split)
    {
        _context = context;
        _images = images;
        Split = split;
    }

    public ImageSplit Split { get; }

    public IReadOnlyList<string> Classes => _images.Classes;

    /// <summary>Reads all pictures, since identical ones stay on one side.</summary>
    /// <exception cref="ImageSetException">The pictures can't be used, or are not of two classes.</exception>
    public static PictureData Load(MLContext context, TrainSettings settings, int side, CancellationToken cancellation)
    {
        ImageSet set = ImageSet.Load(settings.Data, settings.Positive);
        if (set.Classes.Count != 2)
            throw new ImageSetException($"'{settings.Data}' holds {set.Classes.Count} classes; this app compares binary trainers and needs two.");
        LoadedImages images = LoadedImages.Load(set, side, side, new LoadOptions { Threads = settings.Threads }, cancellation);
        return new PictureData(context, images, ImageSplit.Create(images, new SplitOptions { GroupPattern = settings.Group }));
    }

    /// <summary>Some of the rows as ML.NET takes them.</summary>
    public IDataView View(IReadOnlyList<int> indices) => _context.Data.LoadFromEnumerable(Rows(indices));

    /// <summary>The same rows as objects.</summary>
    public IReadOnlyList<PictureRow> Rows(IReadOnlyList<int> indices) =>
        [.. indices.Select(i => new PictureRow { ImagePath = _images.Files[i].Path, Label = _images.Files[i].Label == 1 })];
}
