using Thaw.Images.Listing;

namespace Thaw.Images;

/// <summary>
/// A list of labelled picture files. Listing reads no picture; <see cref="LoadedImages"/> does.
/// </summary>
public sealed class ImageSet
{
    private ImageSet(string root, IReadOnlyList<string> classes, IReadOnlyList<ImageFile> files)
    {
        Root = root;
        Classes = classes;
        Files = files;
    }

    /// <summary>Full path of the folder, or of the CSV file, that the set was listed from.</summary>
    public string Root { get; }

    /// <summary>
    /// Names of the classes, at least two, sorted by their characters' codes (capitals first); a file's label is an index
    /// into it. With two classes, class 1 is the positive one.
    /// </summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The files, sorted by <see cref="ImageFile.Name"/>, so that results do not depend on the file system.</summary>
    public IReadOnlyList<ImageFile> Files { get; }

    /// <summary>Lists a set of pictures.</summary>
    /// <param name="path">
    /// One of: a folder with one sub-folder a class; a folder with <c>train</c>, <c>val</c> (or <c>valid</c>,
    /// <c>validation</c>) and <c>test</c> folders of class folders, of which all but <c>train</c> may be missing; a CSV file
    /// with a header and the columns <c>path</c>, <c>label</c> and, if wanted, <c>split</c> (train, val or test) and
    /// <c>group</c>, whose relative paths start at the CSV's folder. Files in folders below a class folder belong to the class.
    /// Hidden files and folders, and Thumbs.db, desktop.ini and __MACOSX, are passed over.
    /// </param>
    /// <param name="positive">
    /// With two classes, the name of the one that counts as positive; null for the last in the sorted order.
    /// </param>
    /// <exception cref="ImageSetException">
    /// The path is missing or holds fewer than two classes, a class is empty, a line of the CSV cannot be used, or
    /// <paramref name="positive"/> is not one of two classes.
    /// </exception>
    public static ImageSet Load(string path, string? positive = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        List<LabelledFile> found;
        try
        {
            if (Directory.Exists(full))
                found = ClassFolders.List(full);
            else if (!File.Exists(full))
                throw new ImageSetException(NearNames.Missing("folder or CSV file of pictures", path));
            else if (Path.GetExtension(full).Equals(".csv", StringComparison.OrdinalIgnoreCase))
                found = ImageList.Read(full);
            else
                throw new ImageSetException($"Expected a folder of pictures or a .csv file, got the file '{path}'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageSetException($"Cannot list the pictures of '{path}': {e.Message}", e);
        }
        string[] classes = OrderClasses(found.Select(file => file.Label).Distinct(), positive, path);
        var labels = classes.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        ImageFile[] files = found
            .Select(file => new ImageFile(file.Path, file.Name, labels[file.Label], file.Group, file.Part))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToArray();
        return new ImageSet(full, classes, files);
    }

    /// <summary>Some of this set's files, in its order; the classes stay those given.</summary>
    /// <param name="classes">Names in the order of labels.</param>
    /// <param name="files">With labels that are indices into them.</param>
    internal ImageSet With(IReadOnlyList<string> classes, IReadOnlyList<ImageFile> files) => new(Root, classes, files);

    /// <summary>A set that the caller has listed, such as the rows of a table.</summary>
    /// <param name="root">What messages call it.</param>
    /// <param name="classes">Names of the classes in the order of labels: at least two, all different. Of two, the second is the positive one.</param>
    /// <param name="files">The pictures in the order in which they are to be kept. A file may stand there more than once; none is looked at.</param>
    /// <exception cref="ImageSetException">There are fewer than two classes, a name is empty or stands there twice, a label is no index into them, or a class has no picture.</exception>
    public static ImageSet Of(string root, IReadOnlyList<string> classes, IReadOnlyList<ImageFile> files)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(files);
        if (classes.Count < 2)
            throw new ImageSetException($"Expected at least two classes in '{root}', got {classes.Count}.");
        if (classes.Any(string.IsNullOrEmpty) || classes.Distinct(StringComparer.Ordinal).Count() != classes.Count)
            throw new ImageSetException($"Expected classes with names that all differ in '{root}', got '{string.Join("', '", classes)}'.");
        int[] counts = new int[classes.Count];
        foreach (ImageFile file in files)
        {
            if (file.Label < 0 || file.Label >= classes.Count)
                throw new ImageSetException($"'{file.Name}' of '{root}': expected a label from 0 to {classes.Count - 1}, got {file.Label}.");
            counts[file.Label]++;
        }
        int empty = Array.IndexOf(counts, 0);
        return empty < 0 ? new ImageSet(root, [.. classes], [.. files])
            : throw new ImageSetException($"None of the {files.Count} pictures of '{root}' is of the class '{classes[empty]}'; every class needs some.");
    }

    private static string[] OrderClasses(IEnumerable<string> names, string? positive, string path)
    {
        string[] classes = names.Order(StringComparer.Ordinal).ToArray();
        if (classes.Length < 2)
        {
            throw new ImageSetException(classes.Length == 0 ? $"'{path}' lists no pictures."
                : $"'{path}' holds one class only ('{classes[0]}'); at least two are needed.");
        }
        if (positive is null)
            return classes;
        if (classes.Length != 2)
            throw new ImageSetException($"A positive class can be named for two classes only; '{path}' holds {classes.Length}.");
        if (positive == classes[0])
            return [classes[1], classes[0]];
        if (positive != classes[1])
            throw new ImageSetException($"The positive class '{positive}' is neither of the classes '{classes[0]}' and '{classes[1]}' of '{path}'.");
        return classes;
    }
}
