namespace Thaw.Tests.Images;

/// <summary>A folder of its own for a test, removed at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("thaw-").FullName;

    /// <summary>Full path of an entry, parts separated by <c>/</c>.</summary>
    public string At(string name) => System.IO.Path.Combine([Path, .. name.Split('/')]);

    /// <summary>Writes a file, with its folders.</summary>
    public string Write(string name, byte[] content)
    {
        string path = At(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes empty files, with their folders.</summary>
    public void Touch(params string[] names)
    {
        foreach (string name in names)
            Write(name, []);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
