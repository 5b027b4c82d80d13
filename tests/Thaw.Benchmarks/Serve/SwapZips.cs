using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Thaw.Benchmarks.Serve;

/// <summary>New versions of a model zip, good ones and bad ones.</summary>
internal sealed class SwapZips(byte[] original)
{
    private const string Manifest = "manifest.json";

    /// <summary>The same model as another version: the zip has another comment.</summary>
    public byte[] Good(int number)
    {
        byte[] comment = Encoding.ASCII.GetBytes($"version {number}"), changed = [.. original, .. comment];
        // A zip ends with the length of its comment (PKWARE APPNOTE 4.3.16); those that Thaw writes have none
        BinaryPrimitives.WriteUInt16LittleEndian(changed.AsSpan(original.Length - 2), (ushort)comment.Length);
        return changed;
    }

    /// <summary>One that can't be taken: cut in the middle, or with other classes, in turn.</summary>
    public byte[] Bad(int number)
    {
        if (number % 2 == 0)
            return original[..(original.Length / 2)];
        using var target = new MemoryStream();
        target.Write(original);
        using (var zip = new ZipArchive(target, ZipArchiveMode.Update, leaveOpen: true))
        {
            JsonNode manifest;
            using (Stream read = zip.GetEntry(Manifest)!.Open())
                manifest = JsonNode.Parse(read)!;
            manifest["classes"] = new JsonArray([.. manifest["classes"]!.AsArray().Select((_, i) => (JsonNode)$"other {number} {i}")]);
            zip.GetEntry(Manifest)!.Delete();
            using Stream write = zip.CreateEntry(Manifest, CompressionLevel.NoCompression).Open();
            write.Write(Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        }
        return target.ToArray();
    }
}
