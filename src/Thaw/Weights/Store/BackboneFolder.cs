using System.Security.Cryptography;
using Thaw.Images;
using Thaw.Weights.Store.Downloads;

namespace Thaw.Weights.Store;

/// <summary>
/// The store: a folder that keeps pretrained backbones by name. Below it each has a folder of its own with the file, byte for byte as it came, and
/// <c>entry.json</c>, which holds the file's SHA-256. Reading checks it. Several processes may use the store at once: an entry appears whole;
/// where one is replaced while another process reads it, that reading may fail, but it never gives other weights.
/// </summary>
public sealed class BackboneFolder
{
    private const string Fresh = ".new-", Old = ".old-", Downloads = ".downloads";
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>A store in a folder, which need not exist; nothing is made before something is stored.</summary>
    /// <param name="path">The folder.</param>
    public BackboneFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
    }

    /// <summary>
    /// The user's own store: <c>weights</c> below the folder that the environment variable THAW_CACHE names, or else below the platform's folder for caches
    /// (XDG_CACHE_HOME/thaw or ~/.cache/thaw, ~/Library/Caches/thaw, %LOCALAPPDATA%\thaw).
    /// </summary>
    /// <exception cref="IOException">Nothing says where that is.</exception>
    public static BackboneFolder Default => DefaultOrNull ?? throw new IOException(
        $"There is no folder to keep weights in: neither {CacheFolder.Variable} nor a home folder is set; set {CacheFolder.Variable} to a folder.");

    internal static BackboneFolder? DefaultOrNull => CacheFolder.Find() is { } cache ? new BackboneFolder(System.IO.Path.Combine(cache, "weights")) : null;

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>The names of what is stored, in ordinal order; damaged entries among them.</summary>
    /// <exception cref="IOException">The folder can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public IReadOnlyList<string> ListNames()
    {
        if (!Directory.Exists(Path))
            return [];
        IEnumerable<string> folders = Directory.GetDirectories(Path).Select(folder => System.IO.Path.GetFileName(folder));
        return [.. folders.Where(name => BackboneName.Objection(name) is null).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether there is an entry of a name, be it damaged.</summary>
    /// <param name="name">Compared ordinally; anything that is no name of a backbone is not there.</param>
    public bool Contains(string name) => ListNames().Contains(name, StringComparer.Ordinal);

    /// <summary>What the store knows of a backbone, without reading its weights.</summary>
    /// <param name="name">One of <see cref="ListNames"/>.</param>
    /// <exception cref="FileNotFoundException">Nothing is stored under that name.</exception>
    /// <exception cref="WeightsFormatException">
    /// The entry is damaged: its description cannot be read, or the file is missing or has another size. The message says what to do.
    /// </exception>
    /// <exception cref="IOException">The entry can't be read.</exception>
    public StoredBackbone Describe(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Contains(name))
            throw new FileNotFoundException($"Nothing is stored under the name '{name}'; 'thaw weights list' shows what there is.", name);
        try
        {
            StoredBackbone entry = EntryFile.Read(FolderOf(name));
            var file = new FileInfo(entry.File);
            if (!file.Exists)
                throw new WeightsFormatException($"'{entry.File}' is missing");
            return file.Length == entry.Size ? entry : throw new WeightsFormatException($"'{entry.File}' should have {entry.Size} bytes, got {file.Length}");
        }
        catch (WeightsFormatException e)
        {
            throw Damaged(name, e.Message, e);
        }
    }

    /// <summary>Reads a stored backbone and checks its SHA-256.</summary>
    /// <param name="name">One of <see cref="ListNames"/>.</param>
    /// <exception cref="FileNotFoundException">Nothing is stored under that name.</exception>
    /// <exception cref="WeightsFormatException">The entry is damaged; the message says what to do.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public Backbone Load(string name)
    {
        StoredBackbone entry = Describe(name);
        byte[] bytes = File.ReadAllBytes(entry.File);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return sha256 == entry.Sha256 ? Backbone.Read(bytes, name)
            : throw Damaged(name, $"'{entry.File}' should have the SHA-256 {entry.Sha256}, got {sha256}", null);
    }

    /// <summary>Reads and checks a file, and stores a copy of it.</summary>
    /// <param name="file">A backbone in any format that <see cref="Backbone.Load(string, string?)"/> takes.</param>
    /// <param name="name">
    /// What to call it: letters, digits, '-', '_' and '.'. The name of a published file (see <see cref="PublishedBackbone.All"/>) is for that file alone.
    /// </param>
    /// <param name="replace">Whether an entry of that name is replaced.</param>
    /// <exception cref="ArgumentException">The name is no name, or built in.</exception>
    /// <exception cref="WeightsFormatException">The file is no backbone, or is not the published one whose name it is to have.</exception>
    /// <exception cref="IOException">There is an entry of that name and it is not to be replaced, or the disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or the store not be written.</exception>
    public StoredBackbone Import(string file, string name, bool replace = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(name);
        if (BackboneName.Objection(name) is { } objection)
            throw new ArgumentException(objection, nameof(name));
        if (!replace && Contains(name))
            throw Exists(name);
        var read = Read(file, PublishedBackbone.Named(name));
        return Put(name, read, System.IO.Path.GetFullPath(file), replace, path => AtomicFile.Write(path, stream => stream.Write(read.Bytes)));
    }

    /// <summary>
    /// Fetches a published file, checks it and stores it. One that is stored already and whole is left as it is, and nothing is fetched. A download that was
    /// broken off goes on where it ended.
    /// </summary>
    /// <param name="published">What to fetch.</param>
    /// <param name="replace">Whether it is fetched again even if it is here.</param>
    /// <param name="progress">Told how far it is, on the thread that downloads; may be null.</param>
    /// <param name="cancellation">Stops it; what has come is kept for the next time.</param>
    /// <exception cref="DownloadException">It cannot be had or is not what it should be; the message says what to do by hand. Nothing was stored.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The store may not be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task<StoredBackbone> DownloadAsync(PublishedBackbone published, bool replace = false, IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellation = default) => DownloadAsync(published, replace, new DownloadSettings(), progress, cancellation);

    /// <summary>As the other overload, with other patience.</summary>
    internal Task<StoredBackbone> DownloadAsync(PublishedBackbone published, bool replace, DownloadSettings settings, IProgress<DownloadProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(published);
        return new BackboneDownload(this, published, settings, progress).RunAsync(replace, cancellation);
    }

    /// <summary>Where unfinished downloads are.</summary>
    internal string DownloadsPath => System.IO.Path.Combine(Path, Downloads);

    /// <summary>The folder of an entry.</summary>
    internal string FolderOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes an entry in a folder of its own, which gets its name when all is in it.</summary>
    /// <param name="name">A good name.</param>
    /// <param name="read">The file that was read and checked.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="replace">Whether an entry of that name is replaced.</param>
    /// <param name="place">Brings the file to a path.</param>
    /// <exception cref="IOException">There is an entry of that name and it is not to be replaced.</exception>
    internal StoredBackbone Put(string name, FileCheck read, string source, bool replace, Action<string> place)
    {
        RemoveAbandoned();
        string fresh = System.IO.Path.Combine(Path, Fresh + Guid.NewGuid().ToString("N")), target = FolderOf(name);
        Directory.CreateDirectory(fresh);
        try
        {
            StoredBackbone entry = read.Describe(name, System.IO.Path.Combine(target, name + read.Extension), source);
            place(System.IO.Path.Combine(fresh, System.IO.Path.GetFileName(entry.File)));
            EntryFile.Write(fresh, entry);
            Rename(fresh, target, name, replace);
            return entry;
        }
        catch
        {
            Remove(fresh);
            throw;
        }
    }

    private static FileCheck Read(string file, PublishedBackbone? published)
    {
        try
        {
            return FileCheck.Read(file, file, published, System.IO.Path.GetExtension(file));
        }
        catch (WeightsFormatException e) when (published is not null)
        {
            throw new WeightsFormatException(
                $"'{file}' is not the published file that '{published.Name}' stands for ({e.Message.TrimEnd('.')}); import it under another name.", e);
        }
    }

    private void Rename(string fresh, string target, string name, bool replace)
    {
        string old = System.IO.Path.Combine(Path, Old + Guid.NewGuid().ToString("N"));
        bool replaces = replace && Directory.Exists(target);
        if (replaces)
            Directory.Move(target, old);
        try
        {
            Directory.Move(fresh, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            throw Exists(name);
        }
        catch when (replaces)
        {
            Directory.Move(old, target);
            throw;
        }
        Remove(old);
    }

    // What a process that was killed left behind
    private void RemoveAbandoned()
    {
        if (!Directory.Exists(Path))
            return;
        foreach (string folder in Directory.GetDirectories(Path, ".*"))
        {
            string name = System.IO.Path.GetFileName(folder);
            bool isOurs = name.StartsWith(Fresh, StringComparison.Ordinal) || name.StartsWith(Old, StringComparison.Ordinal);
            if (isOurs && DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) > Abandoned)
                Remove(folder);
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is in nobody's way, and goes with the next one that is a day old
        }
    }

    private static IOException Exists(string name) => new($"'{name}' is stored already; add --force to replace it, or choose another name.");

    private static WeightsFormatException Damaged(string name, string what, Exception? cause)
    {
        string remedy = PublishedBackbone.Named(name) is null ? $"thaw weights import FILE --as {name} --force" : $"thaw weights download {name}";
        string message = $"The stored backbone '{name}' is damaged: {what}. Store it again with: {remedy}";
        return cause is null ? new WeightsFormatException(message) : new WeightsFormatException(message, cause);
    }
}
