namespace Thaw.Service.Models;

/// <summary>What tells a file from the one that stood there before: where a link leads, its length and the time of its last change.</summary>
internal readonly record struct FileStamp(string Target, long Length, DateTime Changed)
{
    /// <summary>Looks at a file; null where there is none, or none that can be looked at.</summary>
    public static FileStamp? Of(string path)
    {
        try
        {
            string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            var file = new FileInfo(target);
            return file.Exists ? new FileStamp(target, file.Length, file.LastWriteTimeUtc) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
