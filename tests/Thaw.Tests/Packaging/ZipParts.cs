using System.IO.Compression;
using System.Text;

namespace Thaw.Tests.Packaging;

/// <summary>Takes zips apart and puts them together again, for tests of what a zip may not be.</summary>
internal static class ZipParts
{
    /// <summary>Where the weights are.</summary>
    public const string Graph = "TransformerChain/Transform_003/OnnxModel";

    public static byte[] Entry(byte[] zip, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using Stream stream = archive.GetEntry(name)!.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    public static string Manifest(byte[] zip) => Encoding.UTF8.GetString(Entry(zip, "manifest.json"));

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] entries) => Zip(CompressionLevel.NoCompression, entries);

    /// <summary>The same model with another manifest.</summary>
    public static byte[] WithManifest(byte[] zip, string manifest) =>
        Zip(("manifest.json", Encoding.UTF8.GetBytes(manifest)), (Graph, Entry(zip, Graph)));
}
