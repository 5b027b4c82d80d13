using Microsoft.ML;
using Microsoft.ML.Data;
using Thaw.Images;
using Thaw.MLNet.Fitting;
using Thaw.MLNet.Steps;

namespace Thaw.MLNet.Rows;

/// <summary>Reads the pictures and labels of data into memory, at the size that the network sees.</summary>
/// <param name="options">Which columns, and what validates.</param>
/// <param name="task">How labels are read.</param>
/// <param name="watch">Told what is left out; stops.</param>
internal sealed class PictureRows(VggOptions options, ILabelTask task, ContextWatch watch)
{
    private const string Source = "the training data";

    private readonly List<ImageFile> _files = [];
    private readonly List<Picture> _pictures = [];
    private int _unlabelled;

    /// <summary>Reads.</summary>
    /// <param name="input">The rows to train on.</param>
    /// <param name="label">Their labels.</param>
    /// <param name="side">The side of the pictures, in pixels.</param>
    /// <returns>All pictures; those of a validation set say so.</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type.</exception>
    /// <exception cref="ImageSetException">Pictures are missing or unreadable, or a class has none.</exception>
    public LoadedImages Read(IDataView input, DataViewSchema.Column label, int side)
    {
        IReadOnlyList<string> classes = task.ClassesOf(label);
        Add(input, options.ValidationSet is null ? null : SplitPart.Train, side);
        if (options.ValidationSet is { } validation)
        {
            DataViewSchema.Column other = Columns.Find(validation.Schema, options.LabelColumnName, "the labels");
            if (!task.ClassesOf(other).SequenceEqual(classes))
                throw new ArgumentException($"The validation set should have the classes of the training data ({string.Join(", ", classes)}), got {string.Join(", ", task.ClassesOf(other))}; map labels to keys before splitting.");
            Add(validation, SplitPart.Validation, side);
        }
        if (_unlabelled > 0)
            watch.Warn($"{_unlabelled} rows have no label and are left out.");
        ImageSet set = ImageSet.Of(Source, classes, _files);
        if (_pictures.Count > 0)
            return LoadedImages.Of(set, _pictures);
        var load = new LoadOptions { MaxUnreadableFraction = options.MaxUnreadableFraction, Threads = options.Threads };
        LoadedImages images = LoadedImages.Load(set, side, side, load, watch.Token);
        foreach (SkippedFile file in images.Skipped)
            watch.Warn($"'{file.Name}' is left out: {file.Reason}");
        return images;
    }

    private void Add(IDataView data, SplitPart? part, int side)
    {
        DataViewSchema.Column image = Columns.Find(data.Schema, options.ImageColumnName, "the pictures"), label = data.Schema[options.LabelColumnName];
        bool loads = Columns.HoldPaths(image.Name, image.Type);
        if (_files.Count > 0 && loads != (_pictures.Count == 0))
            throw new ArgumentException($"Column '{image.Name}' should hold the same in the validation set as in the training data: paths in both, or pictures.");
        using DataViewRowCursor cursor = data.GetRowCursor([image, label]);
        Func<int> labelOf = task.Reader(cursor, label);
        Func<string> next = loads ? Paths(cursor, image) : Pictures(cursor, image, side);
        while (cursor.MoveNext())
        {
            watch.Token.ThrowIfCancellationRequested();
            int number = labelOf();
            if (number < 0)
            {
                _unlabelled++;
                continue;
            }
            string name = next();
            _files.Add(new ImageFile(name, name, number, null, part));
        }
    }

    private static Func<string> Paths(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        ValueGetter<ReadOnlyMemory<char>> get = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> path = default;
        return () =>
        {
            get(ref path);
            return path.Length > 0 ? path.ToString() : throw new ImageSetException($"Row {cursor.Position + 1} of {Source} has no path in column '{column.Name}'.");
        };
    }

    private Func<string> Pictures(DataViewRowCursor cursor, DataViewSchema.Column column, int side)
    {
        ValueGetter<MLImage> get = cursor.GetGetter<MLImage>(column);
        MLImage? image = null;
        return () =>
        {
            get(ref image!);
            string row = $"row {cursor.Position + 1}";
            if (image is null)
                throw new ImageSetException($"Column '{column.Name}' holds no picture in {row} of {Source}.");
            _pictures.Add(Resizing.ToSize(PictureOf(image), side, side));
            return string.IsNullOrEmpty(image.Tag) ? row : image.Tag;
        };
    }

    // As ML.NET's own extractor, without a look at transparency
    private static Picture PictureOf(MLImage image)
    {
        ReadOnlySpan<byte> source = image.Pixels;
        byte[] rgb = new byte[3 * image.Width * image.Height];
        (int red, int blue) = image.PixelFormat == MLPixelFormat.Bgra32 ? (2, 0) : (0, 2);
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
        {
            rgb[to] = source[from + red];
            rgb[to + 1] = source[from + 1];
            rgb[to + 2] = source[from + blue];
        }
        return new Picture(image.Width, image.Height, rgb);
    }
}
