namespace Thaw.Images.Listing;

/// <summary>Lists folders of class folders, with or without folders for the parts of a split above them.</summary>
internal static class ClassFolders
{
    private static readonly string[] Litter = ["Thumbs.db", "desktop.ini", "__MACOSX"];

    /// <summary>All files of the classes under a folder that exists, in no particular order.</summary>
    public static List<LabelledFile> List(string root)
    {
        List<DirectoryInfo> folders = Folders(new DirectoryInfo(root));
        var parts = new Dictionary<SplitPart, DirectoryInfo>();
        var others = new List<DirectoryInfo>();
        foreach (DirectoryInfo folder in folders)
        {
            if (SplitNames.Parse(folder.Name) is not { } part)
                others.Add(folder);
            else if (!parts.TryAdd(part, folder))
                throw new ImageSetException($"'{root}' holds both '{parts[part].Name}' and '{folder.Name}'; keep one of them.");
        }
        var files = new List<LabelledFile>();
        // 'train' and 'test' may be the names of classes: parts of a split have folders below them
        if (!parts.TryGetValue(SplitPart.Train, out DirectoryInfo? train) || Folders(train).Count == 0)
        {
            AddClasses(files, root, root, folders, null);
            return files;
        }
        if (others.Count > 0)
            throw new ImageSetException($"The folder '{others[0].Name}' stands beside '{train.Name}' in '{root}'; expected train, val and test alone. Move it away.");
        foreach ((SplitPart part, DirectoryInfo folder) in parts)
            AddClasses(files, root, folder.FullName, Folders(folder), part);

        var known = files.Where(file => file.Part == SplitPart.Train).Select(file => file.Label).ToHashSet(StringComparer.Ordinal);
        if (files.Find(file => !known.Contains(file.Label)) is { Label: not null } stray)
            throw new ImageSetException($"The class '{stray.Label}' of '{Path.Combine(root, parts[stray.Part!.Value].Name)}' is missing from '{train.FullName}'.");
        return files;
    }

    private static void AddClasses(List<LabelledFile> files, string root, string folder, List<DirectoryInfo> classes, SplitPart? part)
    {
        if (classes.Count == 0)
            throw new ImageSetException($"No class folders in '{folder}'; expected one sub-folder a class, with its pictures inside.");
        if (classes.Count == 1 && part is null && Folders(classes[0]).Count > 1)
            throw new ImageSetException($"'{folder}' holds one class folder only ('{classes[0].Name}'); did you mean '{classes[0].FullName}'?");
        if (classes.Count == 1 && part is null or SplitPart.Train)
            throw new ImageSetException($"'{folder}' holds one class folder only ('{classes[0].Name}'); at least two are needed.");
        foreach (DirectoryInfo item in classes)
        {
            int before = files.Count;
            AddFiles(files, root, item, item.Name, part, []);
            if (files.Count == before)
                throw new ImageSetException($"The class folder '{item.FullName}' is empty; put pictures in it or remove it.");
        }
    }

    private static void AddFiles(
        List<LabelledFile> files, string root, DirectoryInfo folder, string label, SplitPart? part, HashSet<string> above)
    {
        // A link to a folder above would never end
        string place = folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName;
        if (!above.Add(place))
            return;
        foreach (FileInfo file in folder.EnumerateFiles())
        {
            if (!IsPassedOver(file))
                files.Add(new LabelledFile(file.FullName, RelativeName(root, file.FullName), label, null, part));
        }
        foreach (DirectoryInfo below in Folders(folder))
            AddFiles(files, root, below, label, part, above);
        above.Remove(place);
    }

    private static List<DirectoryInfo> Folders(DirectoryInfo folder) =>
        folder.EnumerateDirectories().Where(item => !IsPassedOver(item)).OrderBy(item => item.Name, StringComparer.Ordinal).ToList();

    private static bool IsPassedOver(FileSystemInfo item) =>
        item.Name.StartsWith('.') || item.Attributes.HasFlag(FileAttributes.Hidden)
        || Litter.Contains(item.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A path below a folder, with <c>/</c> between its parts on every system.</summary>
    public static string RelativeName(string root, string path) =>
        Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
}
